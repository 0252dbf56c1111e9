using System.Globalization;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Money;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>A CRM of its own with staff.</summary>
internal sealed class StaffDesk(BrokerHost host, TestCrm crm)
{
    public const string Password = "plover anvil teacup margin";

    private static int _count;

    public TestCrm Crm { get; } = crm;

    public static async Task<StaffDesk> OpenAsync(BrokerHost host, int brokers = 1) => new(host, await host.NewCrmAsync(brokers));

    public StaffStore Staff => host.Services.GetRequiredService<StaffStore>();

    public AuditStore Audit => host.Services.GetRequiredService<AuditStore>();

    public PaymentStore Payments => host.Services.GetRequiredService<PaymentStore>();

    public async Task<StaffMember> NewStaffAsync(StaffRoles roles, DateTimeOffset? temporaryUntil = null, params int[] brokers)
    {
        var email = string.Create(CultureInfo.InvariantCulture, $"staff{Interlocked.Increment(ref _count)}@desk.example.com");
        var crmId = Crm.Broker().Crm.Id;
        var hash = await host.Services.GetRequiredService<PasswordHashingQueue>().HashAsync(Password, CancellationToken.None);
        var id = await Staff.AddAsync(
            new(crmId, email, "Sam Desk", hash, temporaryUntil, roles, [.. brokers.Select(index => Crm.Broker(index).Id)]),
            new(crmId, StaffId: null, "test", "staff.add", $"staff {email}"),
            CancellationToken.None);
        return (await Staff.FindAsync(crmId, id!.Value, CancellationToken.None))!;
    }

    /// <summary>A browser in which a new member of staff is signed in.</summary>
    public async Task<Browser> SignInAsync(StaffRoles roles, params int[] brokers) => await SignInAsync(await NewStaffAsync(roles, brokers: brokers));

    public async Task<Browser> SignInAsync(StaffMember member)
    {
        var browser = new Browser(host);
        (await TrySignInAsync(browser, member.Email)).ShouldLeadTo("/console");
        return browser;
    }

    public static async Task<Page> TrySignInAsync(Browser browser, string email, string password = Password, string next = "") =>
        await browser.SubmitAsync(await browser.GetAsync($"/console/sign-in{next}"), "submit", ("email", email), ("password", password));

    /// <summary>A payment in a state, of a new user of a broker.</summary>
    public async Task<Payment> NewPaymentAsync(PaymentState state = PaymentState.AwaitingApproval, long amount = 600_000, int broker = 0)
    {
        var ctraderUserId = await Crm.NewUserAsync(broker);
        var userId = await host.Database.ReadAsync(
            session => session.GetAsync<long>("select id from users where ctrader_user_id = @ctraderUserId", new { ctraderUserId }), CancellationToken.None);
        var kind = state < PaymentState.AwaitingApproval ? PaymentKind.Deposit : PaymentKind.Withdrawal;
        var payment = await Payments.AddAsync(
            new(Crm.Broker(broker).Id, userId, kind, 5_000_000 + userId, "EUR", new MoneyAmount(amount, 2), "card", "sandbox", state, Guid.NewGuid().ToString("N")),
            CancellationToken.None);
        if (PaymentMachine.IsUnknown(state))
        {
            await host.Database.WriteAsync(
                session => session.ExecuteAsync(
                    """
                    insert into payment_movements (payment_id, broker_id, trader_login, purpose, amount, balance_before, status, sent_at, evidence)
                    values (@Id, @BrokerId, @TraderLogin, 1, @Amount, 777, 2, @CreatedAt, 'balance before 7.77, movement 6000.00, balance now 0.05 EUR')
                    """,
                    new { payment.Id, payment.BrokerId, payment.TraderLogin, payment.Amount, payment.CreatedAt }),
                CancellationToken.None);
        }

        return payment;
    }

    /// <summary>What was written down, the latest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAuditAsync() =>
        Audit.ListAsync(new(Crm.Broker().Crm.Id), new(null, null, null, null, null, long.MaxValue, 200), CancellationToken.None);
}

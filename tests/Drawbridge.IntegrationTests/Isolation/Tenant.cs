using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.PasswordReset;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Handoff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Kyc;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.IntegrationTests.StaffConsole;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Tests.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>A broker with something of everything that a broker has.</summary>
internal sealed class Tenant
{
    private readonly IsolationHost _host;

    private Tenant(IsolationHost host, TestCrm crm, int index) => (_host, Crm, Index) = (host, crm, index);

    public TestCrm Crm { get; }

    public int Index { get; }

    public BrokerEntity Broker => Crm.Broker(Index);

    public string Name => Broker.Name.Value;

    public string CrmName => Broker.Crm.Name.Value;

    /// <summary>The host name that is the broker's own; null = it has none.</summary>
    public string? OwnHost => Broker.Settings.Hosts is [var name, ..] ? name : null;

    /// <summary>Where its traders come to.</summary>
    public string Host => OwnHost ?? "shared.example.test";

    public HandedOver Trader { get; private set; } = null!;

    /// <summary>Somebody who looks after this broker alone, in every role that can be limited.</summary>
    public StaffMember Staff { get; private set; } = null!;

    public StaffMember Administrator { get; private set; } = null!;

    /// <summary>What the objects are called in addresses and bodies: <c>{payment}</c> and so on.</summary>
    public Dictionary<string, string> Things { get; } = new(StringComparer.Ordinal);

    /// <summary>Words that nobody else may read.</summary>
    public IReadOnlyList<string> Secrets => [Trader.Email, Things["canary"], Things["deposit"], Things["withdrawal"], Things["case"]];

    public bool SharesCrmWith(Tenant other) => CrmName == other.CrmName;

    public override string ToString() => Name;

    public static async Task<Tenant> SettleAsync(IsolationHost host, TestCrm crm, int index)
    {
        var tenant = new Tenant(host, crm, index);
        await tenant.AddPeopleAsync();
        await tenant.ActAsync();
        await tenant.AddPaymentsAsync();
        await tenant.AddRowsAsync();
        await tenant.RenewAsync();
        return tenant;
    }

    /// <summary>Tokens and tickets anew, unless the trader is blocked: those that work once may be used up.</summary>
    public async Task RenewAsync()
    {
        var user = await _host.Services.GetRequiredService<UserStore>().GetAsync(Broker.Id, Trader.Id, CancellationToken.None);
        if (user.BlockedAt is not null)
        {
            return;
        }

        var (hash, now) = (RandomNumberGenerator.GetBytes(32), _host.Time.GetUtcNow());
        Things["device"] = Convert.ToHexStringLower(hash);
        await WriteAsync(
            "insert into sessions (hash, broker_id, user_id, kept, device, created_at, last_seen_at, expires_at) values (@hash, @brokerId, @userId, true, @canary, @now, @now, @ends)",
            new { hash, brokerId = Broker.Id, userId = Trader.Id, canary = Things["canary"], now, ends = now.AddDays(30) });
        Things["onetime"] = await Crm.NewOneTimeTokenAsync(Trader.CtraderUserId, broker: Index);
        var exchanged = await Crm.PostAsync("/oauth2/onetime/authorize", new { code = await Crm.NewOneTimeTokenAsync(Trader.CtraderUserId, broker: Index) }, broker: Index, hostName: Host);
        Things["accessToken"] = exchanged.Text("accessToken");
        Things["inappToken"] = exchanged.Text("inappToken");
        Things["ticket"] = Uri.EscapeDataString(_host.Services.GetRequiredService<PasswordResetService>().TicketOf(user));
        await using var scope = _host.Services.CreateAsyncScope();
        var gate = scope.ServiceProvider.GetRequiredService<SecondFactorGate>();
        var half = new SecondFactorTicket(Broker.Id, user.Id, user.SecurityStamp, Kept: true, OneTimeTokenPurpose.SignIn, ToClientArea: true, OnNewDevice: false);
        (Things["factorTicket"], Things["doneTicket"]) = (Uri.EscapeDataString(gate.Seal(half)), Uri.EscapeDataString(gate.SealDone(half)));
    }

    private async Task AddPeopleAsync()
    {
        Trader = await _host.NewUserAsync(Crm, broker: Index);
        var canary = "Canary" + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 24); // digits might look like a card number, which is refused
        var account = new TradingAccount { TraderLogin = Trader.Account, EnvironmentName = "live", DepositCurrency = "EUR", CreatedAt = _host.Time.GetUtcNow() };
        (await _host.Services.GetRequiredService<AccountStore>().TryAddKnownAsync(Broker.Id, Trader.Id, account, CancellationToken.None)).ShouldBeTrue();
        var hash = await _host.Services.GetRequiredService<PasswordHashingQueue>().HashAsync(People.Password, CancellationToken.None);
        await WriteAsync("update users set first_name = @canary, password_hash = @hash where id = @id", new { canary, hash, id = Trader.Id });
        var desk = new StaffDesk(_host, Crm);
        Staff = await desk.NewStaffAsync(StaffRoles.Operations | StaffRoles.Compliance | StaffRoles.Support | StaffRoles.Viewer | StaffRoles.Marketing | StaffRoles.Partners, brokers: Index);
        Administrator = await desk.NewStaffAsync(StaffRoles.Administrator);
        foreach (var (name, value) in new[]
        {
            ("canary", canary), ("user", Text(Trader.Id)), ("userId", Text(Trader.CtraderUserId)), ("email", Trader.Email), ("account", Text(Trader.Account)),
            ("staff", Text(Staff.Id)), ("brokerName", Name), ("brokerCrmName", CrmName), ("password", Crm.Password),
        })
        {
            Things[name] = value;
        }
    }

    /// <summary>What the trader does: writes with a file, pays in, and proves who he is.</summary>
    private async Task ActAsync()
    {
        using var browser = new Browser(_host, keepsCookies: false) { Host = Host };
        var chat = (await OpenAsync(browser, "chat")).ShouldShow("chat-text");
        (await browser.SubmitAsync(chat, "chat-send", ("text", Things["canary"]))).ShouldShow("chat-text").Text.ShouldContain(Things["canary"]);
        await browser.SubmitAsync((await OpenAsync(browser, "deposit")).ShouldShow("deposit"), "cashier-submit", ("amount", "20"));
        var kyc = await KycTrader.FillInAsync(browser, await OpenAsync(browser, "kyc"));
        (await browser.SubmitAsync(await browser.SubmitAsync(kyc, "kyc-next"), "kyc-submit")).ShouldShow("kyc-submitted");
        Things["deposit"] = await FindAsync("select reference from payments where user_id = @id");
        const string AtProvider = "select s.provider_reference from sandbox_payments s join payments p on p.reference = s.reference where p.user_id = @id";
        await _host.UntilAsync(async () => await _host.Database.ReadAsync(session => session.FindAsync<string>(AtProvider, new { id = Trader.Id }), CancellationToken.None) is not null);
        Things["sandbox"] = await FindAsync(AtProvider);
        Things["case"] = await FindAsync("select reference from kyc_cases where user_id = @id");
        Things["document"] = await FindAsync("select cast(min(id) as text) from documents where user_id = @id");
        Things["conversation"] = await FindAsync("select cast(id as text) from chat_conversations where user_id = @id");
        using var file = new ByteArrayContent(SampleFiles.Jpeg());
        file.Headers.ContentType = new("image/jpeg");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/chat/conversations/{Things["conversation"]}/files?fileName=a.jpg&submissionKey={Guid.NewGuid():N}") { Content = file };
        request.Headers.Authorization = new("Bearer", Crm.Configuration.ManagementKey);
        (await _host.Http.SendAsync(request)).IsSuccessStatusCode.ShouldBeTrue();
        Things["message"] = await FindAsync("select cast(max(number) as text) from chat_files f join chat_conversations c on c.id = f.conversation_id where c.user_id = @id");
    }

    private async Task AddPaymentsAsync()
    {
        var payments = _host.Services.GetRequiredService<PaymentStore>();
        NewPayment New(PaymentKind kind, string provider, PaymentState state) =>
            new(Broker.Id, Trader.Id, kind, Trader.Account, "EUR", new MoneyAmount(600_000, 2), "card", provider, state, Guid.NewGuid().ToString("N"));
        Things["withdrawal"] = (await payments.AddAsync(New(PaymentKind.Withdrawal, "sandbox", PaymentState.AwaitingApproval), CancellationToken.None)).Reference;
        Things["hosted"] = (await payments.AddAsync(New(PaymentKind.Deposit, "acme", PaymentState.AwaitingPayer), CancellationToken.None)).Reference;
    }

    private async Task AddRowsAsync()
    {
        var now = _host.Time.GetUtcNow();
        var mine = new { Host, brokerId = Broker.Id, crmId = Broker.Crm.Id, userId = Trader.Id, canary = Things["canary"], eventId = $"msg_{Guid.NewGuid():N}", hash = Guid.NewGuid().ToByteArray(), now };
        await WriteAsync(
            """
            insert into webhook_events (event_id, crm_id, broker_id, type, body, created_at, attempts, last_status, given_up_at)
            values (@eventId, @crmId, @brokerId, 'payment.changed', @canary, @now, 3, 500, @now)
            """,
            mine);
        await WriteAsync(
            "insert into audit_entries (crm_id, broker_id, actor, act, object, detail, happened_at) values (@crmId, @brokerId, 'somebody', 'trader.block', 'trader', @canary, @now)", mine);
        await WriteAsync(
            """
            insert into passkeys (broker_id, user_id, rp_id, credential_id, public_key, sign_count, name, user_verified, backup_eligible, backed_up, created_at)
            values (@brokerId, @userId, @Host, @hash, @hash, 0, @canary, true, false, false, @now)
            """,
            mine);
        await WriteAsync(
            """
            insert into kyc_cases (broker_id, user_id, level, round, reference, state, revision, submissions, created_at, updated_at, submitted_at)
            values (@brokerId, @userId, 'hosted', 1, @reference, 2, 1, 1, @now, @now, @now)
            """,
            new { mine.brokerId, mine.userId, reference = Things["hostedCase"] = $"h{Guid.NewGuid():N}", now });
        var content = Ribbons.RibbonHost.NewContent(Things["canary"]);
        Things["campaign"] = Text((await _host.Database.WriteAsync(session => CampaignStore.AddAsync(session, Broker.Id, content, "ann", submissionKey: null, now), CancellationToken.None)).Campaign.Id);
        await WriteAsync(
            "insert into partners (broker_id, user_id, identifier, name, status, created_at) values (@brokerId, @userId, @canary, @canary, 2, @now)", mine);
        Things["partner"] = await FindAsync("select cast(id as text) from partners where user_id = @id");
        await WriteAsync(
            """
            insert into partner_transfers
              (broker_id, from_partner_id, to_partner_id, takes_all, reason, created_at, created_by, total, moved, skipped, after_user_id, until_user_id, ended_at)
            select broker_id, id, id, true, @canary, @now, @canary, 1, 1, 0, 0, 0, @now from partners where user_id = @userId
            """,
            mine);
        Things["transfer"] = await FindAsync("select cast(t.id as text) from partner_transfers t join partners p on p.id = t.from_partner_id where p.user_id = @id");
        await WriteAsync(
            """
            insert into partner_links (broker_id, partner_id, slug, name, target, created_at)
            select broker_id, id, @canary, @canary, 1, @now from partners where broker_id = @brokerId and user_id = @userId
            """,
            mine);
        Things["link"] = await FindAsync("select cast(l.id as text) from partner_links l join partners p on p.id = l.partner_id where p.user_id = @id");
        await WriteAsync(
            """
            insert into partner_codes (broker_id, partner_id, code, created_at)
            select broker_id, id, upper(@canary), @now from partners where broker_id = @brokerId and user_id = @userId
            """,
            mine);
        Things["code"] = await FindAsync("select cast(c.id as text) from partner_codes c join partners p on p.id = c.partner_id where p.user_id = @id");
        await AddRewardsAsync(mine.brokerId, now);
        Things["event"] = mine.eventId;
        Things["passkey"] = await FindAsync("select cast(id as text) from passkeys where user_id = @id");
    }

    /// <summary>A plan, and a statement of what its partner has earned by a position.</summary>
    private async Task AddRewardsAsync(long brokerId, DateTimeOffset now)
    {
        var added = await _host.Services.GetRequiredService<RewardPlanService>().AddAsync(
            Broker, Things["canary"], new() { Currency = "EUR", PerLot = new() { Amount = 1 } }, new("ann", Reason: null, Also: null), CancellationToken.None);
        Things["partnerPlan"] = Text(((PlanResult.Done)added).Plan.Id);
        Things["partnerRun"] = await NewAsync("insert into partner_runs (broker_id, from_at, until_at, state, created_at, created_by, finished_at) values (@brokerId, 0, 1, 3, @now, @canary, @now)");
        Things["partnerStatement"] = await NewAsync(
            """
            insert into partner_statements (broker_id, run_id, partner_id, currency, from_at, until_at, state, account_id, created_at, updated_at)
            select @brokerId, cast(@run as bigint), cast(@partner as bigint), 'EUR', 0, 1, 1, min(id), @now, @now from accounts where broker_id = @brokerId
            """);
        Things["partnerReward"] = await NewAsync(
            """
            insert into partner_rewards (broker_id, partner_id, user_id, kind, level, occurred_at, recorded_at, amount, currency)
            values (@brokerId, cast(@partner as bigint), @userId, 1, 1, @now, @now, 100000000, 'EUR')
            """);
        var trade = await NewAsync(
            """
            insert into partner_trades (broker_id, user_id, account_id, deal_id, position_id, symbol, volume, lots, closed_at, commission, deposit_currency, recorded_at, rewarded_at)
            select @brokerId, @userId, min(id), 1, 1, @canary, 1, 1, @now, 0, 'EUR', @now, @now from accounts where broker_id = @brokerId
            """);
        Things["partnerHold"] = await NewAsync("insert into partner_holds (broker_id, trade_id, reason, detail, created_at, created_by) values (@brokerId, cast(@trade as bigint), 1, 'USD to GBP', @now, @canary)", trade);

        Task<string> NewAsync(string sql, string? trade = null) => _host.Database.WriteAsync(
            session => session.GetAsync<string>(
                $"{sql} returning cast(id as text)",
                new
                {
                    brokerId, userId = Trader.Id, now, trade, canary = Things["canary"], partner = Things["partner"], run = Things.GetValueOrDefault("partnerRun"),
                }),
            CancellationToken.None);
    }

    private async Task<Page> OpenAsync(Browser browser, string screen) =>
        await browser.GetAsync($"/inapp/{screen}?{Crm.Names(Index)}&token={(await InAppTokenAsync()).Reveal()}");

    private async Task<OneTimeToken> InAppTokenAsync() =>
        (await _host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            Broker, Trader.CtraderUserId, OneTimeTokenPurpose.InApp, keepLoggedIn: false, CancellationToken.None))!.Token;

    private Task<string> FindAsync(string sql) => _host.Database.ReadAsync(session => session.GetAsync<string>(sql, new { id = Trader.Id }), CancellationToken.None);

    private Task<int> WriteAsync(string sql, object parameters) => _host.Database.WriteAsync(session => session.ExecuteAsync(sql, parameters), CancellationToken.None);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

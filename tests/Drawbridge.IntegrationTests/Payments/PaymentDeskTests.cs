using System.Text.Json;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Work;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Money;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Payments;

/// <summary>Looking after payments by management API.</summary>
public sealed class PaymentDeskTests(CashierHost host) : IClassFixture<CashierHost>
{
    private async Task<Answer> AskAsync(TestCrm crm, HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/payments" + path);
        request.Headers.Authorization = new("Bearer", key ?? crm.Configuration.ManagementKey);
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body));
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    private async Task<(TestCrm Crm, CashierTrader Trader, string Reference)> NewWithdrawalAsync(string amount = "6000")
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 800_000);
        using var browser = new Browser(host, keepsCookies: false);
        var form = await trader.OpenAsync(browser, "withdraw", trader.Account);
        var shown = await browser.SubmitAsync(form, "cashier-submit", ("amount", amount));
        return (crm, trader, shown.Element("payment-reference").TextContent);
    }

    [Fact] // B2P-3.5-12
    public async Task A_person_lets_a_large_withdrawal_go()
    {
        var (crm, trader, reference) = await NewWithdrawalAsync();
        var waiting = await AskAsync(crm, HttpMethod.Get, $"?state=awaiting_approval&brokerName={crm.Broker().Name.Value}");
        ((string?)waiting.Json["payments"]![0]!["reference"], (string?)waiting.Json["payments"]![0]!["amount"]).ShouldBe((reference, "6000.00"));

        var approved = await AskAsync(crm, HttpMethod.Post, $"/{reference}/approve");
        ((int)approved.Status).ShouldBe(200, approved.Body);
        await host.UntilAsync(crm, reference, PaymentState.PaidOut);

        (await host.BalanceAsync(trader.Account)).ShouldBe(200_000);
        var read = await AskAsync(crm, HttpMethod.Get, $"/{reference}");
        ((string?)read.Json["payment"]!["state"]).ShouldBe("paid_out");
        read.Json["history"]!.AsArray().Select(static step => (string?)step!["what"])
            .ShouldBe(["Approved", "SendBegun", "PlatformApplied", "PayoutBegun", "PayoutConfirmed"]);
        (await AskAsync(crm, HttpMethod.Post, $"/{reference}/approve")).ShouldBeRefused(409, CrmErrorCode.InvalidRequest);
    }

    [Fact]
    public async Task A_decision_with_a_key_answers_as_before_when_it_comes_again()
    {
        var (crm, trader, reference) = await NewWithdrawalAsync();
        var (_, _, foreign) = await NewWithdrawalAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DecideAsync(crm, reference, "approve", "key-1")));

        answers.ShouldAllBe(static answer => answer.Status == System.Net.HttpStatusCode.OK);
        await host.UntilAsync(crm, reference, PaymentState.PaidOut);
        var again = await DecideAsync(crm, reference, "approve", "key-1");
        ((string?)again.Json["payment"]!["state"]).ShouldBe("paid_out");
        again.Json["history"]!.AsArray().Count(static step => (string?)step!["what"] == "Approved").ShouldBe(1);
        (await host.BalanceAsync(trader.Account)).ShouldBe(200_000);
        (await DecideAsync(crm, reference, "reject", "key-1")).ShouldBeRefused(409, CrmErrorCode.InvalidRequest); // another decision
        (await DecideAsync(crm, reference, "reject", "key-2")).ShouldBeRefused(409, CrmErrorCode.InvalidRequest); // too late
        (await DecideAsync(crm, reference, "approve", "with blank")).ShouldBeRefused(400, CrmErrorCode.InvalidRequest);
        (await DecideAsync(crm, foreign, "approve", "key-1")).ShouldBeRefused(409, CrmErrorCode.InvalidRequest);
        (await DecideAsync(crm, foreign, "approve", "key-3")).ShouldBeRefused(404, CrmErrorCode.NotFound); // of another CRM
    }

    private async Task<Answer> DecideAsync(TestCrm crm, string reference, string decision, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/payments/{reference}/{decision}");
        request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key).ShouldBeTrue();
        var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    [Fact] // FLOW-WITHDRAW-3
    public async Task A_withdrawal_that_waits_is_called_off_once()
    {
        var (crm, trader, reference) = await NewWithdrawalAsync();

        (await AskAsync(crm, HttpMethod.Post, $"/{reference}/cancel")).Json["payment"]!["state"]!.GetValue<string>().ShouldBe("cancelled");
        (await AskAsync(crm, HttpMethod.Post, $"/{reference}/cancel")).ShouldBeRefused(409, CrmErrorCode.InvalidRequest);
        (await AskAsync(crm, HttpMethod.Post, $"/{reference}/approve")).ShouldBeRefused(409, CrmErrorCode.InvalidRequest);

        (await host.BalanceAsync(trader.Account)).ShouldBe(800_000);
    }

    [Fact]
    public async Task A_person_refuses_one_and_no_money_moves()
    {
        var (crm, trader, reference) = await NewWithdrawalAsync();

        (await AskAsync(crm, HttpMethod.Post, $"/{reference}/reject")).Json["payment"]!["state"]!.GetValue<string>().ShouldBe("declined");

        (await host.BalanceAsync(trader.Account)).ShouldBe(800_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_settles_what_the_balance_cannot(bool happened)
    {
        var crm = await host.NewCashierAsync();
        var trader = await host.NewTraderAsync(crm, balance: 0);
        var userId = await host.Database.ReadAsync(
            session => session.GetAsync<long>("select id from users where ctrader_user_id = @id", new { id = trader.UserId }), CancellationToken.None);
        var payment = await host.Payments.AddAsync(
            new(
                crm.Broker().Id, userId, PaymentKind.Deposit, trader.Account, "EUR", new MoneyAmount(5_000, 2), "card", "sandbox", PaymentState.CreditUnknown,
                Guid.NewGuid().ToString("N")),
            CancellationToken.None);

        // The answer was lost, on an account that somebody else used meanwhile: the balance explains nothing.
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into payment_movements (payment_id, broker_id, trader_login, purpose, amount, balance_before, status, sent_at)
                values (@Id, @BrokerId, @TraderLogin, 1, @Amount, 777, 2, @CreatedAt)
                """,
                new { payment.Id, payment.BrokerId, payment.TraderLogin, payment.Amount, payment.CreatedAt }),
            CancellationToken.None);
        host.Time.Advance(TimeSpan.FromMinutes(3));
        await host.Services.GetRequiredService<JobQueue>().EnqueueAsync(PaymentWorker.Request(payment.Id), CancellationToken.None);
        await host.UntilAsync(async () => (await AskAsync(crm, HttpMethod.Get, $"/{payment.Reference}")).Json["evidence"]?.GetValue<string>().Contains("balance before 7.77", StringComparison.Ordinal) == true);

        (await AskAsync(crm, HttpMethod.Post, $"/{payment.Reference}/settle", new { })).ShouldBeRefused(400, CrmErrorCode.MissingRequiredParameter);
        var settled = await AskAsync(crm, HttpMethod.Post, $"/{payment.Reference}/settle", new { happened });

        ((int)settled.Status).ShouldBe(200, settled.Body);
        await host.UntilAsync(crm, payment.Reference, PaymentState.Credited);
        (await host.BalanceAsync(trader.Account)).ShouldBe(happened ? 0 : 5_000); // said to have happened: nothing is sent again
    }

    [Fact] // BID-44
    public async Task Another_crm_sees_and_decides_nothing()
    {
        var (crm, _, reference) = await NewWithdrawalAsync();
        var other = await host.NewCashierAsync();

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, ""), (HttpMethod.Post, "/approve"), (HttpMethod.Post, "/reject"), (HttpMethod.Post, "/retry"), (HttpMethod.Post, "/cancel"),
        })
        {
            (await AskAsync(other, method, $"/{reference}{path}")).ShouldBeRefused(404, CrmErrorCode.NotFound);
            (await AskAsync(crm, method, $"/{reference}{path}", key: "dbmk_nobody")).ShouldBeRefused(401, CrmErrorCode.ClientAuthFailure);
        }

        (await AskAsync(other, HttpMethod.Post, $"/{reference}/settle", new { happened = true })).ShouldBeRefused(404, CrmErrorCode.NotFound);
        (await AskAsync(other, HttpMethod.Get, "")).Json["payments"]!.AsArray().ShouldBeEmpty();
        (await AskAsync(other, HttpMethod.Get, $"?brokerName={crm.Broker().Name.Value}")).ShouldBeRefused(401, CrmErrorCode.BrokerIdInvalid);
        await host.UntilAsync(crm, reference, PaymentState.AwaitingApproval);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_says_what_is_wrong_with_a_question()
    {
        var (crm, trader, first) = await NewWithdrawalAsync();
        using var browser = new Browser(host, keepsCookies: false);
        var form = await trader.OpenAsync(browser, "withdraw", trader.Account);
        var second = (await browser.SubmitAsync(form, "cashier-submit", ("amount", "7000"))).Element("payment-reference").TextContent;

        var one = await AskAsync(crm, HttpMethod.Get, "?limit=1");
        var two = await AskAsync(crm, HttpMethod.Get, $"?limit=1&cursor={one.Text("nextCursor")}");

        ((string?)one.Json["payments"]![0]!["reference"], (string?)two.Json["payments"]![0]!["reference"]).ShouldBe((second, first));
        foreach (var query in new[] { "?limit=0", "?limit=x", "?cursor=x", "?state=lost" })
        {
            (await AskAsync(crm, HttpMethod.Get, query)).ShouldBeRefused(400, CrmErrorCode.InvalidRequest);
        }
    }
}

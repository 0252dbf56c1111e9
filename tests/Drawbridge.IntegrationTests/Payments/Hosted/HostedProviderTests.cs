using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.IntegrationTests.Payments.Hosted;

public sealed class SqliteHostedProviderTests(SqliteHostedHost host) : HostedProviderTests(host), IClassFixture<SqliteHostedHost>;

public sealed class PostgresHostedProviderTests(PostgresHostedHost host) : HostedProviderTests(host), IClassFixture<PostgresHostedHost>;

/// <summary>A provider that is reached over the network, which here is a server of its own.</summary>
public abstract class HostedProviderTests(HostedHost host)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private async Task<(Page Answer, string Reference, CashierTrader Trader)> BeginAsync(
        TestCrm crm, string amount, string screen = "deposit", Browser? browser = null)
    {
        var trader = await host.NewTraderAsync(crm);
        using var own = new Browser(host, keepsCookies: false);
        var form = await trader.OpenAsync(browser ?? own, screen, trader.Account);
        var answer = await (browser ?? own).SubmitAsync(form.ShouldShow(screen), "cashier-submit", ("amount", amount));
        var reference = await host.Database.ReadAsync(
            session => session.GetAsync<string>("select reference from payments where trader_login = @Account", new { trader.Account }), None);
        return (answer, reference, trader);
    }

    private async Task<HttpStatusCode> TellAsync(HttpRequestMessage notice)
    {
        using (notice)
        {
            using var answer = await host.Http.SendAsync(notice);
            return answer.StatusCode;
        }
    }

    private Task<HttpStatusCode> TellAsync(string reference, string status, string? amount = null, string currency = "EUR", string? id = null) =>
        TellAsync(host.Provider.NewNotice(host.Url, "acme", reference, status, amount, currency, id));

    /// <summary>Moves time to when the payment's job is due, once it waits, until what is waited for has happened.</summary>
    private Task LetTimePassUntilAsync(TestCrm crm, string reference, PaymentState state) => host.UntilAsync(async () =>
    {
        var payment = await host.FindAsync(crm, reference);
        var due = await host.Database.ReadAsync(
            session => session.FindAsync<DateTimeOffset?>(
                "select run_at from jobs where queue = 'payment' and claimed_by is null and payload = @id", new { id = payment.Id.ToString(CultureInfo.InvariantCulture) }),
            None);
        if (due - host.Time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
        {
            host.Time.Advance(wait);
        }

        return payment.State == state;
    });

    private Task<string> DetailAsync(string reference) => host.Database.ReadAsync(
        session => session.GetAsync<string>(
            "select coalesce(e.detail, '') from payment_events e join payments p on p.id = e.payment_id where p.reference = @reference order by e.id desc limit 1", new { reference }),
        None);

    [Fact] // FLOW-DEPOSIT-1..4
    public async Task A_deposit_is_created_paid_on_the_providers_page_and_credited()
    {
        var crm = await host.NewHostedAsync();
        using var browser = new Browser(host, keepsCookies: false);
        var (asked, reference, trader) = await BeginAsync(crm, "250.50", browser: browser);

        asked.ShouldLeadTo($"{host.Provider.Url}pay/{reference}");
        var order = host.Provider.Orders[reference];
        ((string?)order["amount"], (string?)order["currency"], (string?)order["kind"], (string?)order["method"]).ShouldBe(("250.50", "EUR", "deposit", "bank"));
        ((string?)order["notificationUrl"]).ShouldBe($"{host.Url}api/payments/notifications/acme");
        ((string?)order["returnUrl"]).ShouldNotBeNull().ShouldEndWith($"reference={reference}");
        (await TellAsync(reference, "pending")).ShouldBe(HttpStatusCode.NoContent);
        (await host.FindAsync(crm, reference)).State.ShouldBe(PaymentState.AwaitingPayer);
        (await TellAsync(reference, "succeeded", "250.50")).ShouldBe(HttpStatusCode.NoContent);
        await host.UntilAsync(crm, reference, PaymentState.Credited);

        (await host.BalanceAsync(trader.Account)).ShouldBe(100_000 + 25_050);
        (await host.FindAsync(crm, reference)).ProviderReference.ShouldBe("psp-" + reference);
    }

    [Fact]
    public async Task Forms_may_lead_to_the_providers_page_and_nowhere_else()
    {
        var crm = await host.NewHostedAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);

        var form = await trader.OpenAsync(browser, "deposit", trader.Account);
        form.Headers["Content-Security-Policy"].ShouldContain($"form-action 'self' https://app.example.test {host.Provider.Url.GetLeftPart(UriPartial.Authority)};");
        form.Headers["Content-Security-Policy"].ShouldContain("frame-ancestors 'self' https://app.example.test;");
        host.Provider.OtherPage = "https://evil.example.test/pay";
        var shown = await browser.SubmitAsync(form, "cashier-submit", ("amount", "20"));
        host.Provider.OtherPage = null;

        shown.ShouldShow("payment-waiting");
    }

    [Fact]
    public async Task Only_what_the_payments_own_provider_signed_a_moment_ago_counts()
    {
        var crm = await host.NewHostedAsync();
        await using var stranger = await ProviderServer.StartAsync(host.Time);
        var other = await host.NewHostedAsync(other: stranger); // by the same name, at another CRM
        var (_, reference, _) = await BeginAsync(crm, "30");
        var now = host.Time.GetUtcNow();
        var url = host.Url;

        (await TellAsync(host.Provider.NewNotice(url, "acme", reference, "succeeded", "30.00", secret: WebhookSecret.New()))).ShouldBe(HttpStatusCode.Unauthorized);
        (await TellAsync(host.Provider.NewNotice(url, "acme", reference, "succeeded", "30.00", at: now.AddMinutes(-6)))).ShouldBe(HttpStatusCode.Unauthorized);
        (await TellAsync(host.Provider.NewNotice(url, "acme", reference, "succeeded", "30.00", at: now.AddMinutes(6)))).ShouldBe(HttpStatusCode.Unauthorized);
        (await TellAsync(stranger.NewNotice(url, "acme", reference, "succeeded", "30.00"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await TellAsync(host.Provider.NewNotice(url, "sandbox", reference, "succeeded", "30.00"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await TellAsync(host.Provider.NewNotice(url, "nobody", reference, "succeeded", "30.00"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await TellAsync("D-UNKNOWN", "succeeded", "30.00")).ShouldBe(HttpStatusCode.NotFound);
        (await TellAsync(reference, "succeeded")).ShouldBe(HttpStatusCode.BadRequest);
        (await TellAsync(reference, "perhaps", "30.00")).ShouldBe(HttpStatusCode.BadRequest);
        (await host.FindAsync(crm, reference)).State.ShouldBe(PaymentState.AwaitingPayer);
        other.Broker().PaymentProviders.ShouldHaveSingleItem();
    }

    [Fact] // FLOW-DEPOSIT-5
    public async Task Told_again_late_or_in_another_order_it_counts_once()
    {
        var crm = await host.NewHostedAsync();
        var (_, reference, trader) = await BeginAsync(crm, "40");

        (await TellAsync(reference, "failed", id: "n-failed-" + reference)).ShouldBe(HttpStatusCode.NoContent);
        await host.UntilAsync(crm, reference, PaymentState.Declined);
        (await TellAsync(reference, "succeeded", "40.00", id: "n-" + reference)).ShouldBe(HttpStatusCode.NoContent);
        (await TellAsync(reference, "succeeded", "40.00", id: "n-" + reference)).ShouldBe(HttpStatusCode.NoContent);
        await host.UntilAsync(crm, reference, PaymentState.Credited);
        (await TellAsync(reference, "succeeded", "40.00")).ShouldBe(HttpStatusCode.NoContent);
        (await TellAsync(reference, "failed", id: "n-failed-" + reference)).ShouldBe(HttpStatusCode.NoContent);
        (await TellAsync(reference, "failed")).ShouldBe(HttpStatusCode.NoContent);
        (await TellAsync(reference, "succeeded", "41.00", id: "n-" + reference)).ShouldBe(HttpStatusCode.Conflict);

        (await host.FindAsync(crm, reference)).State.ShouldBe(PaymentState.Credited);
        (await host.BalanceAsync(trader.Account)).ShouldBe(104_000);
    }

    [Fact] // FLOW-DEPOSIT-5
    public async Task Of_many_notifications_at_once_one_counts()
    {
        var crm = await host.NewHostedAsync();
        var (_, reference, trader) = await BeginAsync(crm, "40");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => TellAsync(reference, "succeeded", "40.00", id: $"n-{reference}-{i / 8}")));
        await host.UntilAsync(crm, reference, PaymentState.Credited);

        answers.ShouldAllBe(static answer => answer == HttpStatusCode.NoContent);
        (await host.Database.ReadAsync(
            session => session.GetAsync<long>(
                "select count(*) from payment_events e join payments p on p.id = e.payment_id where p.reference = @reference and e.name = 'ProviderConfirmed'", new { reference }),
            None)).ShouldBe(1);
        (await host.BalanceAsync(trader.Account)).ShouldBe(104_000);
    }

    [Theory]
    [InlineData("39.99", "EUR", nameof(PaymentEvent.Approved), nameof(PaymentState.Credited))]
    [InlineData("40.00", "USD", nameof(PaymentEvent.Rejected), nameof(PaymentState.Declined))]
    public async Task Other_money_than_was_asked_for_waits_for_a_person_with_what_was_told(string amount, string currency, string word, string end)
    {
        var crm = await host.NewHostedAsync();
        var (_, reference, trader) = await BeginAsync(crm, "40");

        (await TellAsync(reference, "succeeded", amount, currency)).ShouldBe(HttpStatusCode.NoContent);
        var disputed = await host.UntilAsync(crm, reference, PaymentState.Disputed);
        (await DetailAsync(reference)).ShouldBe($"told by acme: {amount} {currency} instead of 40.00 EUR");
        (await host.BalanceAsync(trader.Account)).ShouldBe(100_000);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/v1/payments/" + reference);
        ask.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
        using var told = await host.Http.SendAsync(ask);
        ((string?)JsonNode.Parse(await told.Content.ReadAsStringAsync())!["evidence"]).ShouldBe($"told by acme: {amount} {currency} instead of 40.00 EUR");
        await host.Payments.ApplyAsync(disputed.Id, Enum.Parse<PaymentEvent>(word), "a person", None);
        await host.UntilAsync(crm, reference, Enum.Parse<PaymentState>(end));

        (await host.BalanceAsync(trader.Account)).ShouldBe(end == nameof(PaymentState.Credited) ? 104_000 : 100_000);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_is_asked_again_without_the_trader()
    {
        var crm = await host.NewHostedAsync();
        using var browser = new Browser(host, keepsCookies: false);
        host.Provider.Failure = 503;
        var (shown, reference, _) = await BeginAsync(crm, "50", browser: browser);
        shown.ShouldShow("payment-waiting");
        (await host.FindAsync(crm, reference)).State.ShouldBe(PaymentState.Created);

        host.Provider.Failure = null;
        await LetTimePassUntilAsync(crm, reference, PaymentState.AwaitingPayer);

        (await browser.SubmitAsync(shown, "payment-continue")).ShouldLeadTo($"{host.Provider.Url}pay/{reference}");
        host.Provider.Calls[reference].ShouldBeGreaterThanOrEqualTo(3); // always the same order
    }

    [Fact]
    public async Task A_provider_that_can_never_be_asked_lets_the_deposit_expire_and_the_crm_is_told()
    {
        var crm = await host.NewHostedAsync(settings => settings with { CreateUrl = new("https://127.0.0.1:1/create") });
        var (_, reference, _) = await BeginAsync(crm, "50");

        await LetTimePassUntilAsync(crm, reference, PaymentState.Expired);
        var expired = await host.FindAsync(crm, reference);
        (expired.UpdatedAt - expired.CreatedAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(30));
        (await DetailAsync(reference)).ShouldBe("acme could not be asked");
        (await host.Database.ReadAsync(
            session => session.GetAsync<long>(
                "select count(*) from webhook_events where broker_id = @BrokerId and type = 'payment.expired' and body like @like", new { expired.BrokerId, like = $"%{reference}%" }),
            None)).ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_says_nothing_is_asked_how_it_stands()
    {
        var crm = await host.NewHostedAsync();
        var (_, reference, trader) = await BeginAsync(crm, "60");
        host.Provider.Statuses[reference] = "succeeded";

        await LetTimePassUntilAsync(crm, reference, PaymentState.Credited);

        (await host.BalanceAsync(trader.Account)).ShouldBe(106_000);
    }

    [Fact]
    public async Task A_provider_without_an_api_gets_the_order_signed_in_the_address()
    {
        var crm = await host.NewHostedAsync(settings => settings with { CreateUrl = null, RedirectUrl = new(host.Provider.Url, "start?shop=7") });
        var (asked, reference, _) = await BeginAsync(crm, "70");
        var query = QueryHelpers.ParseQuery(new Uri(asked.Location).Query);
        var context = query["context"].ToString();

        asked.Location.ShouldStartWith($"{host.Provider.Url}start?shop=7&context=");
        host.Provider.Secret.Verify(
            query["contextId"], query["contextTimestamp"], query["contextSignature"], Encoding.UTF8.GetBytes(context), host.Time.GetUtcNow()).ShouldBeTrue();
        var order = JsonNode.Parse(WebEncoders.Base64UrlDecode(context))!;
        ((string?)order["reference"], (string?)order["amount"]).ShouldBe((reference, "70.00"));
        asked.Location.ShouldNotContain(host.Provider.ApiKey);
        (await TellAsync(reference, "succeeded", "70.00")).ShouldBe(HttpStatusCode.NoContent);
        await host.UntilAsync(crm, reference, PaymentState.Credited);
    }

    [Theory] // FLOW-WITHDRAW-2, FLOW-WITHDRAW-4
    [InlineData("succeeded", null, nameof(PaymentState.PaidOut), 60_000)]
    [InlineData("failed", null, nameof(PaymentState.Refunded), 100_000)]
    [InlineData("succeeded", "399.00", nameof(PaymentState.PayoutDisputed), 60_000)]
    public async Task A_payout_ends_as_the_provider_says(string status, string? amount, string end, long balance)
    {
        var crm = await host.NewHostedAsync();
        var (_, reference, trader) = await BeginAsync(crm, "400", "withdraw");
        await host.UntilAsync(crm, reference, PaymentState.PayingOut);
        await host.UntilAsync(() => Task.FromResult(host.Provider.Orders.ContainsKey(reference)));
        ((string?)host.Provider.Orders[reference]["amount"], (string?)host.Provider.Orders[reference]["kind"]).ShouldBe(("400.00", "withdrawal"));

        (await TellAsync(reference, status, amount ?? "400.00")).ShouldBe(HttpStatusCode.NoContent);
        await host.UntilAsync(crm, reference, Enum.Parse<PaymentState>(end));

        (await host.BalanceAsync(trader.Account)).ShouldBe(balance);
    }

    [Fact] // FLOW-WITHDRAW-3
    public async Task A_payout_whose_answer_is_lost_is_ordered_again_under_the_same_reference()
    {
        var crm = await host.NewHostedAsync();
        host.Provider.Failure = 500;
        var (_, reference, _) = await BeginAsync(crm, "400", "withdraw");
        await host.UntilAsync(() => Task.FromResult(host.Provider.Calls.ContainsKey(reference)));
        (await host.FindAsync(crm, reference)).State.ShouldBe(PaymentState.PayingOut);

        host.Provider.Failure = null;
        host.Provider.Statuses[reference] = "succeeded";
        await LetTimePassUntilAsync(crm, reference, PaymentState.PaidOut);
    }

    [Fact]
    public async Task Neither_key_nor_secret_is_logged_or_stored_readable()
    {
        var crm = await host.NewHostedAsync();
        host.Provider.Failure = 401;
        await BeginAsync(crm, "80");
        host.Provider.Failure = null;
        var stored = await host.Database.ReadAsync(
            session => session.ListAsync<string>("select settings || ' ' || api_key_sealed || ' ' || notification_secret_sealed from payment_providers"), None);

        foreach (var secret in new[] { host.Provider.ApiKey, host.Provider.Secret.Reveal(), host.Provider.Secret.Reveal()["whsec_".Length..] })
        {
            host.Log.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
            stored.ShouldAllBe(row => !row.Contains(secret, StringComparison.Ordinal));
            crm.Configuration.PaymentProviders[0].ToString().ShouldNotContain(secret);
        }

        stored.ShouldNotBeEmpty();
    }
}

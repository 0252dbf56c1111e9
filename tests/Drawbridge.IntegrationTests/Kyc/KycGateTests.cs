using Drawbridge.Broker.Kyc.Rights;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Provisioning;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Brokers;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Kyc;

/// <summary>What waits for the verification: withdrawals, trading, and looking at more than one's own.</summary>
public sealed class KycGateTests(SqliteKycHost host) : IClassFixture<SqliteKycHost>
{
    [Fact] // MOD-12, SCR-38
    public async Task A_withdrawal_waits_for_the_verification_and_leads_to_it()
    {
        var crm = await host.NewKycAsync(change: static settings => settings with
        {
            Cashier = new() { WithdrawalNeedsKyc = "identity", Methods = [new() { Id = "card", Provider = "sandbox", Label = KycHost.Text("Card") }] },
        });
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await trader.OpenAsync(browser, "withdraw")).ShouldShow("kyc-needed");

        var led = await browser.SubmitAsync(page, "kyc-needed-open");
        led.ShouldLeadTo("/inapp/kyc?").LocationParameter("kycType").ShouldBe("identity");
        (await browser.FollowAsync(led)).ShouldShow("kyc");
        (await trader.OpenAsync(browser, "deposit")).Find("kyc-needed").ShouldBeNull(); // money may come

        var reference = await trader.SubmitAsync();
        await host.DecideAsync(crm, reference, "approve");
        (await trader.OpenAsync(browser, "withdraw")).Find("kyc-needed").ShouldBeNull();
        await host.PassAsync(crm, reference, TimeSpan.FromDays(2), static one => (string?)one["state"] == "expired");
        (await trader.OpenAsync(browser, "withdraw")).ShouldShow("kyc-needed");
    }

    [Fact] // SCR-33
    public async Task A_broker_that_asks_for_nothing_says_so_and_what_is_not_offered_is_not()
    {
        var none = await host.NewKycAsync(change: static settings => settings with { Kyc = new() });
        var some = await host.NewKycAsync();
        using var browser = new Browser(host, keepsCookies: false);

        (await (await host.NewTraderAsync(none)).OpenAsync(browser)).ShouldShow("kyc-none").Element("kyc-close");
        (await (await host.NewTraderAsync(some)).OpenAsync(browser, more: "&kycType=nothing")).ShouldShow("kyc-unknown", 404);
    }

    [Fact] // WS-72
    public async Task An_account_opened_later_has_the_rights_of_what_was_proven()
    {
        await host.ApplyAsync(new()
        {
            Name = PlatformServer.Crm,
            Password = "a long enough crm password",
            Brokers =
            [
                new()
                {
                    Name = PlatformServer.Broker, ManagerPassword = PlatformServer.ManagerPassword,
                    Settings = BrokerHost.NewBrokerSettings() with
                    {
                        Platform = new(host.Platform.Https, PlatformServer.ManagerLogin), Accounts = [new() { AccessRights = "NO_TRADING" }],
                        Kyc = new() { Levels = [KycHost.Identity] },
                    },
                },
            ],
        });
        var broker = host.Brokers.Current.FindBroker(PlatformServer.Broker)!;
        var (before, after) = (await OpenAsync("NO_TRADING", proven: false), await OpenAsync("FULL_ACCESS", proven: true));
        before.ShouldNotBe(after);

        async Task<long> OpenAsync(string rights, bool proven)
        {
            var email = $"{Guid.NewGuid():N}@acme.example";
            await host.Database.WriteAsync(
                async session =>
                {
                    var userId = await session.GetAsync<long>(
                        """
                        insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, email_confirmed_at, created_at)
                        values (@Id, @email, @normalized, 'x', 'x', 'en', @now, @now) returning id
                        """,
                        new { broker.Id, email, normalized = UserStore.Normalize(email), now = host.Time.GetUtcNow() });
                    await session.ExecuteAsync(
                        """
                        insert into kyc_cases (broker_id, user_id, level, round, reference, state, revision, submissions, created_at, updated_at, decided_at)
                        values (@Id, @userId, 'identity', 1, @email, @state, 1, 1, @now, @now, @now)
                        """,
                        new { broker.Id, userId, email, state = proven ? 4 : 2, now = host.Time.GetUtcNow() });
                },
                CancellationToken.None);
            var trader = new ProvisionedTrader { BrokerName = BrokerName.Parse(PlatformServer.Broker), Email = email, Password = "unused" };
            OnboardingState state = null!;
            await host.UntilAsync(async () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return (state = await host.Services.ProvisionTraderAsync(trader, CancellationToken.None)) is OnboardingState.Complete;
            });
            var login = ((OnboardingState.Complete)state).TraderLogin;
            (await host.RightsAsync(login)).ShouldBe(rights);
            return login;
        }
    }

    [Fact] // WS-72
    public async Task What_was_never_proven_changes_no_rights()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        var rights = host.Services.GetRequiredService<KycRights>();
        var userId = await host.Database.ReadAsync(
            session => session.GetAsync<long>("select id from users where ctrader_user_id = @UserId", new { trader.UserId }), CancellationToken.None);
        async Task<string?> FindAsync() => (await rights.FindAsync(crm.Broker(), userId, CancellationToken.None))?.For(crm.Broker().Settings.Accounts[0]);
        (await FindAsync()).ShouldBeNull();

        var reference = await trader.SubmitAsync();
        await host.DecideAsync(crm, reference, "reject", new { reason = "No." });
        (await FindAsync()).ShouldBeNull();
        using var browser = new Browser(host, keepsCookies: false);
        await trader.ResubmitAsync(browser);
        await host.DecideAsync(crm, reference, "approve");
        (await FindAsync()).ShouldBe("FULL_ACCESS");
        await host.DecideAsync(crm, reference, "ask-again", new { reason = "No." });
        (await FindAsync()).ShouldBe("NO_TRADING");
        await trader.ResubmitAsync(browser);
        (await FindAsync()).ShouldBe("NO_TRADING"); // sent off again is not approved
    }

    [Fact] // BID-44, MOD-13
    public async Task Staff_sees_the_verifications_of_its_brokers_in_one_list_and_no_others()
    {
        var crm = await host.NewKycAsync(brokers: 2);
        var other = await host.NewKycAsync();
        var first = await (await host.NewTraderAsync(crm)).SubmitAsync();
        var second = await (await host.NewTraderAsync(crm, broker: 1)).SubmitAsync();

        var list = await host.AskAsync(crm, HttpMethod.Get, "?state=submitted&limit=1");
        ((string?)list.Json["cases"]![0]!["reference"]).ShouldBe(second);
        list = await host.AskAsync(crm, HttpMethod.Get, $"?limit=1&cursor={list.Text("nextCursor")}");
        ((string?)list.Json["cases"]![0]!["reference"], (string?)list.Json["cases"]![0]!["brokerName"]).ShouldBe((first, crm.Broker().Name.Value));
        list.Json["waiting"]!.AsArray().Sum(static one => (long)one!["cases"]!).ShouldBe(2);
        (await host.AskAsync(crm, HttpMethod.Get, $"?brokerName={crm.Broker(1).Name.Value}")).Json["cases"]!.AsArray().Count.ShouldBe(1);

        (await host.AskAsync(other, HttpMethod.Get, "")).Json["cases"]!.AsArray().ShouldBeEmpty();
        (await host.AskAsync(other, HttpMethod.Get, $"?brokerName={crm.Broker().Name.Value}")).ShouldBeRefused(401, "BROKER_ID_INVALID");
        foreach (var what in new[] { "begin-review", "approve", "reject", "ask-again", "notes", "ask-provider" })
        {
            (await host.DecideAsync(other, first, what, what switch { "notes" => new { text = "?" }, "reject" or "ask-again" => new { reason = "?" }, _ => new { } }))
                .ShouldBeRefused(404, "NOT_FOUND");
            (await host.AskAsync(crm, HttpMethod.Post, $"/{first}/{what}", new { }, key: "dbmk_nobody")).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        }

        foreach (var query in new[] { "?limit=0", "?cursor=x", "?state=lost" })
        {
            (await host.AskAsync(crm, HttpMethod.Get, query)).ShouldBeRefused(400, "INVALID_REQUEST");
        }
    }

    [Fact]
    public async Task A_decision_counts_once_and_says_why()
    {
        var crm = await host.NewKycAsync();
        var reference = await (await host.NewTraderAsync(crm)).SubmitAsync();

        (await host.DecideAsync(crm, reference, "reject")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await host.DecideAsync(crm, reference, "reject", new { steps = new[] { new { step = "nothing", reason = "?" } } })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await host.AskAsync(crm, HttpMethod.Post, $"/{reference}/approve", new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await host.DecideAsync(crm, reference, "ask-again", new { reason = "Not decided yet." })).ShouldBeRefused(409, "INVALID_REQUEST");
        (await host.DecideAsync(crm, reference, "notes", new { sender = "Bea", text = "Called her.", submissionKey = "note-1" })).Json["history"]!.AsArray()[^1]!["detail"]!
            .GetValue<string>().ShouldBe("Called her.");
        var again = await host.DecideAsync(crm, reference, "notes", new { sender = "Bea", text = "Called her.", submissionKey = "note-1" });
        again.Json["history"]!.AsArray().Count(static row => (string?)row!["what"] == "Note").ShouldBe(1);

        (await host.DecideAsync(crm, reference, "reject", new { reason = "Not 5425 2334 3010 9903, please." })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await host.DecideAsync(crm, reference, "notes", new { text = "5425 2334 3010 9903" })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await host.AskAsync(crm, HttpMethod.Get, $"/{reference}")).Body.ShouldNotContain("5425 2334");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.DecideAsync(crm, reference, "reject", new { reason = "No.", submissionKey = "once" })));
        answers.ShouldAllBe(static answer => answer.Status == System.Net.HttpStatusCode.OK);
        answers[0].Json["history"]!.AsArray().Count(static row => (string?)row!["what"] == "Reject").ShouldBe(1);
        (await host.DecideAsync(crm, reference, "approve")).ShouldBeRefused(409, "INVALID_REQUEST");
    }
}

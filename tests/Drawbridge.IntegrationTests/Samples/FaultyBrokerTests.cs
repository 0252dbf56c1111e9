using System.Net;
using Drawbridge.IntegrationTests.Platform;
using FaultyBrokers;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>Each faulty broker shows its fault, and the broker that it is made of does not.</summary>
public sealed class FaultyBrokerTests(PlatformServer platform)
{
    public static TheoryData<string> Faults => [.. Fault.All.Select(static fault => fault.Name)];

    [Theory] // P2B-4.2-8, P2B-OT-2, P2B-OT-3, P2B-OT-5, P2B-0-4, P2B-4.2-4, P2B-IT-2, BID-26, SCR-50, SCR-62, SCR-65, SCR-67
    [MemberData(nameof(Faults))]
    public async Task A_faulty_broker_shows_its_fault_and_the_right_one_does_not(string name)
    {
        (await ShowsAsync(name, Fault.Find(name))).ShouldBeTrue();
        (await ShowsAsync(name, fault: null)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_broker_still_signs_users_up(string name)
    {
        await using var broker = await RunningSample.StartAsync(platform, name == "slow-screen" ? null : Fault.Find(name));
        using var visitor = broker.Visit();
        var email = SampleVisitor.NewEmail();

        (await visitor.ExchangeAsync((await visitor.SignUpAsync(email)).Token)).Json.ContainsKey("accessToken").ShouldBeTrue();
        (await visitor.ExchangeAsync((await visitor.LogInAsync(email, "correct horse")).Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.ExchangeAsync("malformed")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
    }

    private async Task<bool> ShowsAsync(string name, Fault? fault)
    {
        await using var broker = await RunningSample.StartAsync(platform, fault);
        using var visitor = broker.Visit();
        var login = $"/auth/login?{visitor.Names}";
        switch (name)
        {
            case "wrong-status":
                return (await visitor.ExchangeAsync("unknown-unknown-unknown")).Status == HttpStatusCode.Forbidden;
            case "reusable-one-time-token":
                var reused = await broker.LogInAsync(visitor, "a");
                return (await visitor.ExchangeAsync(reused)).Status == HttpStatusCode.OK && (await visitor.ExchangeAsync(reused)).Status == HttpStatusCode.OK;
            case "one-time-token-valid-five-minutes":
                var old = await broker.LogInAsync(visitor, "a");
                broker.Clock.Advance(TimeSpan.FromSeconds(61));
                return (await visitor.ExchangeAsync(old)).Status == HttpStatusCode.OK;
            case "http-accepted":
                return await broker.AnswersHttpAsync(login);
            case "access-token-without-keep-me-logged-in":
                return (await visitor.ExchangeAsync(await broker.LogInAsync(visitor, "a"))).Json.ContainsKey("accessToken");
            case "same-one-time-token-for-two-users":
                var (one, again, other) = (await broker.LogInAsync(visitor, "a"), await broker.LogInAsync(visitor, "a"), await broker.LogInAsync(visitor, "b"));
                one.ShouldNotBe(again);
                return again == other;
            case "in-app-token-ignored":
                var known = (await visitor.ExchangeAsync(await broker.LogInAsync(visitor, "a"))).Json;
                return known.ContainsKey("inappToken")
                    && (await visitor.CallAsync("/oauth2/onetime/generate", new { userId = (long)known["userId"]! }, "&inappToken=unknown-unknown-unknown")).Status == HttpStatusCode.OK;
            case "other-broker-accepted":
                return (await visitor.GetAsync("/auth/login?brokerName=other&brokerCrmName=other")).Status == HttpStatusCode.OK;
            case "pop-up":
                return (await visitor.GetAsync(login)).Text.Contains("window.open", StringComparison.Ordinal);
            case "forbidden-word":
                return (await visitor.GetAsync(login)).Text.Contains("cTrader ID", StringComparison.Ordinal);
            case "slow-screen":
                var page = visitor.GetAsync(login);
                await Task.WhenAny(page, broker.Clock.WhenTimerIsArmedAsync(TimeSpan.FromSeconds(4)));
                var waits = !page.IsCompleted;
                broker.Clock.Advance(TimeSpan.FromSeconds(4));
                (await page).Status.ShouldBe(HttpStatusCode.OK);
                return waits;
            case "wrong-success-url":
                return !(await visitor.LogInAsync(broker.EmailOf("a"), RunningSample.Password)).Location.AbsoluteUri.StartsWith(broker.Settings.SuccessUrl.AbsoluteUri, StringComparison.Ordinal);
            default:
                throw new InvalidOperationException($"No test for {name}.");
        }
    }
}

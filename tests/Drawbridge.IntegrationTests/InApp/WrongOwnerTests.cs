using System.Net;
using Drawbridge.Broker.Brokers;
using Drawbridge.IntegrationTests.Handoff;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.InApp;

/// <summary>Every in-app endpoint against everything that was made for somebody else, on SQLite.</summary>
public sealed class SqliteWrongOwnerTests(HandoffHost host) : WrongOwnerTests(host), IClassFixture<HandoffHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresWrongOwnerTests(PostgresHandoffHost host) : WrongOwnerTests(host), IClassFixture<PostgresHandoffHost>;

public abstract class WrongOwnerTests(HandoffHost host)
{
    [Theory] // BID-28, BID-44, FLOW-GEN-5, FLOW-HANDOFF-7, P2B-OT-3, P2B-OT-8, P2B-OT-9, SCR-28, SCR-37, SCR-38
    [InlineData(IdentityOption.Sso)]
    [InlineData(IdentityOption.Handoff)]
    public async Task What_was_made_for_somebody_else_opens_nothing_tells_nothing_and_changes_nothing(IdentityOption identity)
    {
        var stage = await WrongOwnerStage.SetAsync(host, identity);
        var tries = await stage.ListTriesAsync(InAppRoute.All(host.Services));
        var before = await stage.ReadWhatTheOwnerHasAsync();
        var faults = new List<string>();

        foreach (var attempt in tries)
        {
            using var browser = new Browser(host);
            foreach (var (name, value) in attempt.Cookies)
            {
                browser.PlantCookie(name, value);
            }

            var page = attempt.Route.IsGet ? await browser.GetAsync(attempt.Url) : await browser.PostAsync(attempt.Url, attempt.Fields);
            if (FaultOf(attempt, page, stage) is { } fault)
            {
                faults.Add($"{attempt.Route.Method} {attempt.Route.Path} with {attempt.With}: {fault}");
            }
        }

        faults.ShouldBeEmpty();
        (await stage.ReadWhatTheOwnerHasAsync()).ShouldBe(before);
    }

    private static string? FaultOf(WrongOwnerTry attempt, Page page, WrongOwnerStage stage)
    {
        if (stage.Secrets.FirstOrDefault(secret => page.Text.Contains(secret, StringComparison.Ordinal)) is { } told)
        {
            return $"tells {told}";
        }

        // Reloads of an answer lead to the start of the same screen without looking at anything, and the first account's screen to the login.
        if (page.Status == HttpStatusCode.SeeOther)
        {
            string[] ways = attempt.Route.Path == "/account/create" ? ["/auth/login", "/account/new"] : [InAppRoute.StartOf(attempt.Route.Action)];
            return ways.Contains(page.Location.Split('?')[0]) && page.LocationParameter("token") is null
                && !page.Headers.ContainsKey("Set-Cookie")
                ? null
                : $"leads to {page.Location.Split('?')[0]}";
        }

        return !attempt.Expected.Contains((int)page.Status) ? $"answers {(int)page.Status}"
            : page.Find("screen-error") is null && page.Find("payment-return") is null && page.Find("kyc-return") is null ? "shows no error"
            : page.Find("screen-error") is not null && page.Find("close") is null && page.Status != HttpStatusCode.Forbidden ? "cannot be closed"
            : null;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Screens.ScreenCase;

namespace Drawbridge.Conformance.Screens;

/// <summary>Screens that an application opens with an OT token: whom they let in, and how one gets out.</summary>
internal static partial class InAppCases
{
    private const string TokenRemedy = "Exchange the token on the server before anything else, and answer a token that cannot be exchanged with that status and a page that says what happened; never with the log-in form.";

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. BrokerScreen.InApps.SelectMany(Of)];

    private static IEnumerable<ConformanceCase> Of(BrokerScreen screen)
    {
        yield return ScreenCase.Of(
            "SCR-69", Usual(screen), "close-control", "can be closed with \"Back\", \"X\" or similar", Must("SCR-69"),
            "Put a link or button \"Close\" or \"Back\" on the screen that leads to the success URL without a token.",
            static (visit, run) => Check.That(
                run.Plan.Screens.Selectors.ContainsKey("close") || visit.Page.Links.Any(link => EntryWords.Close().IsMatch(link.Text) || (Uri.TryCreate(link.Href, UriKind.Absolute, out var url) && SuccessPage.Is(url, run.Broker.SuccessUrl)))
                    || visit.Page.Controls.Any(static control => control.Tag == "button" && EntryWords.Close().IsMatch(control.Label)),
                "a control that closes the screen", $"links and buttons {Few(visit.Page.Links.Select(static link => $"\"{link.Text}\""))}"));
        yield return ScreenCase.Of(
            "SCR-69", Usual(screen), "close-without-token", "is closed without handing out a token", Must("SCR-69").Inferred,
            "Let the close control lead to the success URL without token: the application would take one for a finished action.",
            static (visit, run) =>
            {
                var told = visit.Page.Links.FirstOrDefault(link => Uri.TryCreate(link.Href, UriKind.Absolute, out var url) && SuccessPage.Is(url, run.Broker.SuccessUrl) && System.Web.HttpUtility.ParseQueryString(url.Query)["token"] is not null);
                Check.That(told is null, "a link to the success URL without token", "one with token");
            });
        if (screen != BrokerScreen.NewAccount)
        {
            yield return WithToken(screen, "missing", "no token", 400, static (_, _) => Task.FromResult<string?>(null)); // the other is also a stage of signing up, which comes without
        }

        yield return WithToken(screen, "malformed", "something that cannot be a token", 417, static (_, _) => Task.FromResult<string?>("no token!"));
        yield return WithToken(screen, "unknown", "a token that was never issued", 404, static (_, _) => Task.FromResult<string?>(RandomNumberGenerator.GetHexString(48, lowercase: true)));
        yield return WithToken(screen, "used", "a token that was used before", 404, UsedAsync);
        yield return WithToken(screen, "expired", "a token that is older than a minute", 410, ExpiredAsync) with { Waits = TimeSpan.FromSeconds(61) };
        yield return new ConformanceCase
        {
            Id = $"screens/SCR-38/{screen.Id}/reload", Title = $"{screen.Name} can be loaded again without another token", Requirement = Must("SCR-38").Inferred,
            Kind = CaseKind.Browser, Needs = screen.Needs,
            Remedy = "After the first load go on with a session of the CRM that is good for this user and this action only, and redirect to an address without the token.",
            RunAsync = (run, cancellationToken) => run.InTabAsync(
                async tab =>
                {
                    await tab.GoAsync(await run.AddressAsync(new ScreenView(screen), cancellationToken));
                    var answer = await tab.Page.ReloadAsync();
                    Check.That(answer?.Status is null or < 400, "the screen again", $"status {answer?.Status}");
                },
                cancellationToken),
        };
    }

    private static ConformanceCase WithToken(BrokerScreen screen, string check, string what, int status, Func<CaseRun, CancellationToken, Task<string?>> find) => new()
    {
        Id = $"screens/SCR-37/{screen.Id}/{check}-token",
        Title = $"{screen.Name} answers {what} with {status} and a page, not with the log-in form",
        Requirement = Must("SCR-37").Inferred,
        Also = [Must("SCR-27")],
        Needs = screen.Needs,
        Remedy = TokenRemedy,
        RunAsync = async (run, cancellationToken) =>
        {
            var token = await find(run, cancellationToken);
            var answer = await OpenAsync(run, screen, token, cancellationToken);
            answer.MustHaveStatus(status);
            Check.That(answer.Header("Content-Type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true, "a page (text/html)", answer.Header("Content-Type") ?? "no Content-Type");
            Check.That(!Password().IsMatch(answer.Body), "a page that says what happened", "a form with a password field");
            Check.That(Way().IsMatch(answer.Body), "a control that closes the screen", "a page without links and buttons");
        },
    };

    private static async Task<string?> UsedAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var token = await run.Crm.NewOneTimeTokenAsync(cancellationToken);
        var used = await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), token, cancellationToken);
        return used.IsSuccess ? token : throw new ConfigurationFaultException($"call 4.2 answers {used.Status} to a fresh OT token", "Look at the cases of 4.2 first.");
    }

    private static async Task<string?> ExpiredAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var token = await run.Crm.NewOneTimeTokenAsync(cancellationToken);
        await run.WaitAsync(TimeSpan.FromSeconds(61), cancellationToken);
        return token;
    }

    private static async Task<Answer> OpenAsync(CaseRun run, BrokerScreen screen, string? token, CancellationToken cancellationToken)
    {
        var account = await run.AccountAsync(cancellationToken);
        var request = new TargetRequest(HttpMethod.Get, ScreenAddress.Of(run.Broker, screen.Path(run.Plan.Screens), names: null, []))
        {
            ContentType = null,
            Query =
            [
                new("brokerName", run.Broker.Names.BrokerName), new("brokerCrmName", run.Broker.Names.BrokerCrmName),
                .. account is null ? [] : new[] { KeyValuePair.Create("account", account.Value.ToString(CultureInfo.InvariantCulture)) },
            ],
            Headers = [new("Accept", "text/html,application/xhtml+xml")],
        };
        return await run.SendAsync($"opens {screen.Name.ToLowerInvariant()}", token is null ? request : request.AddQuery("token", token), cancellationToken);
    }

    [GeneratedRegex("""<input[^>]+type\s*=\s*["']?password""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();

    [GeneratedRegex("<(a|button)[ >]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Way();
}

using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Handoff;

/// <summary>The way into screens under handoff: somebody logs in at Drawbridge's platform, which opens the broker's screens with tokens of its own.</summary>
/// <param name="run">The case.</param>
internal sealed class HandoffEntrance(CaseRun run)
{
    private readonly PlatformDeskClient _desk = run.Plan.Platform is not null
        ? new(run)
        : throw new ConfigurationFaultException("the plan names no platform", "Add platform to the plan: under handoff the platform issues the tokens.");

    private HandoffUser User => run.Broker.HandoffUser
        ?? throw new ConfigurationFaultException("the plan names nobody who logs in at the platform", "Add handoffUser with tradingLogin and password below broker in the plan.");

    /// <summary>A new token of the platform, for one screen.</summary>
    /// <exception cref="ConfigurationFaultException">The platform refuses the plan's account, or issues no token.</exception>
    public Task<string> NewTokenAsync(CancellationToken cancellationToken) => _desk.HandoffTokenAsync(run.Broker.Names, User, cancellationToken);

    /// <summary>A screen as the application opens it.</summary>
    /// <param name="screen">Its path or address.</param>
    /// <param name="token">Null = without one.</param>
    /// <param name="account">Null for the account of the plan.</param>
    public TargetRequest Open(string screen, string? token, long? account = null)
    {
        var request = new TargetRequest(HttpMethod.Get, new Uri(new Uri(run.Broker.Url.AbsoluteUri.TrimEnd('/') + "/"), screen.TrimStart('/')))
        {
            Query =
            [
                new("brokerName", run.Broker.Names.BrokerName), new("brokerCrmName", run.Broker.Names.BrokerCrmName),
                new("account", (account ?? User.TradingLogin).ToString(CultureInfo.InvariantCulture)), new("lang", "en"), new("source", "Web"),
            ],
            Headers = [new("Accept", "text/html,application/xhtml+xml")],
            ContentType = null,
        };
        return token is null ? request : request.AddQuery("token", token);
    }

    /// <summary>Opens a screen, and goes on to where it leads at the broker itself, as a browser does that keeps the broker's cookies.</summary>
    public async Task<Answer> EnterAsync(TargetRequest request, CancellationToken cancellationToken)
    {
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var hop = 0; ; hop++)
        {
            var answer = await run.SendAsync(hop == 0 ? "opens the screen" : "follows the redirect", request, cancellationToken);
            foreach (var (name, value) in answer.Headers.Where(static header => header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value.Split(';')[0].Split('=', 2)).Where(static pair => pair.Length == 2).Select(static pair => (pair[0], pair[1])))
            {
                cookies[name] = value;
            }

            if (answer.Status is < 300 or >= 400 || hop == 5 || answer.Header("Location") is not { } location || new Uri(request.FullUrl, location) is var next && next.Authority != request.Url.Authority)
            {
                return answer;
            }

            request = new TargetRequest(HttpMethod.Get, new Uri(request.FullUrl, location)) { ContentType = null, Headers = request.Headers }
                .WithHeader("Cookie", string.Join("; ", cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}")));
        }
    }

    /// <summary>The number of the last call that the platform has seen; calls with a higher one are later.</summary>
    public Task<long> LastCallAsync(CancellationToken cancellationToken) => _desk.NewestAsync(cancellationToken);

    /// <summary>Redeems that the platform has seen since then, with their statuses.</summary>
    public async Task<IReadOnlyList<int>> RedeemsAsync(long after, CancellationToken cancellationToken) =>
        [.. (await _desk.CallsAfterAsync(after, cancellationToken)).Where(static call => call.Call == "redeem").Select(static call => call.Status)];

    /// <summary>Has the platform answer the next redeems with an error, until what is returned is disposed.</summary>
    public Task<IAsyncDisposable> FailRedeemsAsync(int status, string errorCode, int times, CancellationToken cancellationToken) => _desk.BreakAsync(
        "POST *redeem", new JsonObject { ["kind"] = "error", ["status"] = status, ["errorCode"] = errorCode, ["times"] = times }, cancellationToken, ofAnyBroker: true);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Handoff;

/// <summary>The way into screens under handoff: somebody logs in at Drawbridge's platform, which opens the broker's screens with tokens of its own.</summary>
/// <param name="run">The case.</param>
public sealed class HandoffEntrance(CaseRun run)
{
    private Uri Platform => run.Plan.Platform?.Url ?? throw new ConfigurationFaultException("the plan names no platform", "Add platform to the plan: under handoff the platform issues the tokens.");

    private HandoffUser User => run.Broker.HandoffUser
        ?? throw new ConfigurationFaultException("the plan names nobody who logs in at the platform", "Add handoffUser with tradingLogin and password below broker in the plan.");

    /// <summary>Logs in at the platform.</summary>
    /// <returns>The session of the application.</returns>
    /// <exception cref="ConfigurationFaultException">The platform refuses the plan's account.</exception>
    public async Task<string> LogInAsync(CancellationToken cancellationToken)
    {
        run.Secrets.Learn(User.Password, "password");
        var answer = await run.SendAsync(
            "logs in at the platform",
            Post("/app/api/sessions", new JsonObject
            {
                ["brokerName"] = run.Broker.Names.BrokerName, ["source"] = "Web", ["login"] = User.TradingLogin, ["password"] = User.Password,
            }),
            cancellationToken);
        if (answer.Status != 200 || answer.Text("sessionId") is not { } session)
        {
            throw new ConfigurationFaultException(
                $"the platform answers {answer.Status} to the log-in of {User}", "Correct handoffUser in the plan, and see that the platform has the broker with identity Handoff.");
        }

        run.Secrets.Learn(session, "session");
        return session;
    }

    /// <summary>A new token of the platform, for one screen.</summary>
    public async Task<string> NewTokenAsync(CancellationToken cancellationToken)
    {
        var session = await LogInAsync(cancellationToken);
        var answer = await run.SendAsync("has the platform issue a one-time token", Post($"/app/api/sessions/{session}/onetime-tokens", new JsonObject { ["login"] = User.TradingLogin }), cancellationToken);
        if (answer.Text("token") is not { Length: > 0 } token)
        {
            throw new ConfigurationFaultException($"the platform answers {answer.Status} when it is asked for a one-time token", "Look at the platform's journal: this has nothing to do with the broker.");
        }

        run.Secrets.Learn(token, "one-time token");
        return token;
    }

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
    public async Task<long> LastCallAsync(CancellationToken cancellationToken) =>
        (await JournalAsync("?limit=1", cancellationToken)).Select(static entry => entry.GetProperty("id").GetInt64()).DefaultIfEmpty(0).Max();

    /// <summary>Redeems that the platform has seen since then, with their statuses.</summary>
    public async Task<IReadOnlyList<int>> RedeemsAsync(long after, CancellationToken cancellationToken) =>
    [
        .. (await JournalAsync(string.Create(CultureInfo.InvariantCulture, $"?after={after}&limit=500"), cancellationToken))
            .Where(static entry => entry.TryGetProperty("call", out var call) && call.GetString() == "redeem").Select(static entry => entry.GetProperty("status").GetInt32()),
    ];

    /// <summary>Has the platform answer the next redeems with an error.</summary>
    public Task FailRedeemsAsync(int status, string errorCode, int times, CancellationToken cancellationToken) => AddFaultAsync(
        new JsonObject { ["route"] = "POST *redeem", ["direction"] = "in", ["kind"] = "error", ["status"] = status, ["errorCode"] = errorCode, ["times"] = times }, cancellationToken);

    private async Task AddFaultAsync(JsonObject fault, CancellationToken cancellationToken)
    {
        var answer = await run.SendAsync("has the platform fail", Instrument(HttpMethod.Post, "faults", fault), cancellationToken);
        if (answer.Status != 201)
        {
            throw new ConfigurationFaultException($"the platform's instrument answers {answer.Status}", "Switch the instrument on at the platform, and put its key into the plan.");
        }
    }

    private async Task<IReadOnlyList<JsonElement>> JournalAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await run.SendAsync("looks into the platform's journal", Instrument(HttpMethod.Get, $"journal{query}", body: null), cancellationToken);
        return answer.Status == 200 && answer.Json is { } page
            ? [.. page.GetProperty("entries").EnumerateArray()]
            : throw new ConfigurationFaultException($"the platform's journal answers {answer.Status}", "Switch the instrument on at the platform, and put its key into the plan.");
    }

    private TargetRequest Instrument(HttpMethod method, string path, JsonObject? body)
    {
        var request = new TargetRequest(method, new Uri(Platform, $"/instrument/api/{path.Split('?')[0]}"))
        {
            Query = [.. path.Split('?').Skip(1).SelectMany(static query => query.Split('&')).Select(static pair => pair.Split('=')).Select(static pair => KeyValuePair.Create(pair[0], pair[1]))],
            Body = body?.ToJsonString(),
            ContentType = body is null ? null : "application/json",
        };
        return run.Plan.Platform?.InstrumentKey is { } key ? request.WithHeader("Authorization", $"Bearer {key}") : request;
    }

    private TargetRequest Post(string path, JsonObject body) => new(HttpMethod.Post, new Uri(Platform, path)) { Body = body.ToJsonString() };
}

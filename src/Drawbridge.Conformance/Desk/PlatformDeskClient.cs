using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Desk;

/// <summary>What the runner does at Drawbridge's platform: reads the calls that the CRM makes, logs applications in, injects faults.</summary>
/// <param name="run">The case.</param>
internal sealed class PlatformDeskClient(CaseRun run)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly PlatformDesk _desk = run.Plan.Platform ?? throw new NotOfferedException("Drawbridge's platform");

    /// <summary>Number of the newest call in the journal; 0 for none.</summary>
    public async Task<long> NewestAsync(CancellationToken cancellationToken)
    {
        var entries = await EntriesAsync("looks where the journal is", "limit=1", cancellationToken);
        return entries.Count == 0 ? 0 : entries[^1].Id;
    }

    /// <summary>Calls after one, oldest first.</summary>
    public Task<IReadOnlyList<JournalCall>> CallsAfterAsync(long id, CancellationToken cancellationToken) =>
        EntriesAsync("reads the calls of the CRM in the journal", string.Create(CultureInfo.InvariantCulture, $"after={id}&limit=200"), cancellationToken);

    /// <summary>Waits for a call that was or will be made.</summary>
    /// <param name="after">Calls up to this one do not count.</param>
    /// <param name="isIt">Which call.</param>
    /// <param name="name">What a report calls it, such as "call 3.2".</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NonconformityException">It was not made in time.</exception>
    public async Task<JournalCall> WaitForAsync(long after, Func<JournalCall, bool> isIt, string name, CancellationToken cancellationToken)
    {
        var since = run.Context.Time.GetTimestamp();
        while (true)
        {
            var calls = await CallsAfterAsync(after, cancellationToken);
            if (calls.FirstOrDefault(isIt) is { } call)
            {
                return call;
            }

            Check.That(
                run.Context.Time.GetElapsedTime(since) < run.Plan.Limits.Call,
                name,
                calls.Count == 0 ? "no call at all" : $"only {string.Join(", ", calls.Select(static one => one.ToString()))}");
            await Task.Delay(Look, run.Context.Time, cancellationToken);
        }
    }

    /// <summary>Opens the session of an application with an OT token (4.2 underneath).</summary>
    public Task<DeskSession> OpenAsync(BrokerNames names, string token, CancellationToken cancellationToken) =>
        OpenAsync("opens an application's session with the OT token", new JsonObject { ["brokerName"] = names.BrokerName, ["source"] = "Web", ["token"] = token }, cancellationToken);

    /// <summary>Opens the session of an application that was closed (4.3 underneath).</summary>
    public Task<DeskSession> ReopenAsync(BrokerNames names, string accessToken, CancellationToken cancellationToken) => OpenAsync(
        "opens the application again with its access token",
        new JsonObject { ["brokerName"] = names.BrokerName, ["source"] = "Web", ["accessToken"] = accessToken },
        cancellationToken);

    /// <summary>The session as it is now; null when it is over.</summary>
    public async Task<DeskSession?> FindAsync(DeskSession session, CancellationToken cancellationToken)
    {
        var answer = await SendAsync("looks at the application's session", HttpMethod.Get, $"app/api/sessions/{session.SessionId}", body: null, cancellationToken);
        return answer.IsSuccess ? Read(answer) : null;
    }

    /// <summary>An OT token for an in-app action, as an application asks for it (4.4 underneath).</summary>
    public async Task<string> InAppTokenAsync(DeskSession session, CancellationToken cancellationToken)
    {
        var answer = await SendAsync("the application asks for an OT token for the screen", HttpMethod.Post, $"app/api/sessions/{session.SessionId}/onetime-tokens", new JsonObject(), cancellationToken);
        Check.That(answer.IsSuccess, "an OT token from call 4.4", $"{answer.Status} at the platform; {Fault(answer)}");
        var token = answer.MustHaveText("token");
        run.Secrets.Learn(token, "OT token");
        return token;
    }

    /// <summary>Logs in at the platform itself, and asks it for an OT token for the screen of a broker under handoff.</summary>
    /// <param name="names">The broker.</param>
    /// <param name="user">Who logs in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationFaultException">The platform refuses the account, or issues no token.</exception>
    public async Task<string> HandoffTokenAsync(BrokerNames names, HandoffUser user, CancellationToken cancellationToken)
    {
        run.Secrets.Learn(user.Password, "password");
        var login = new JsonObject { ["brokerName"] = names.BrokerName, ["source"] = "Web", ["login"] = user.TradingLogin, ["password"] = user.Password };
        var opened = await SendAsync("logs in at the platform", HttpMethod.Post, "app/api/sessions", login, cancellationToken);
        if (!opened.IsSuccess || opened.Text("sessionId") is not { } session)
        {
            throw new ConfigurationFaultException(
                $"the platform answers {opened.Status} to the log-in of {user}", "Correct handoffUser in the plan, and see that the platform has the broker with identity Handoff.");
        }

        run.Secrets.Learn(session, "session");
        var issued = await SendAsync(
            "has the platform issue a one-time token", HttpMethod.Post, $"app/api/sessions/{session}/onetime-tokens", new JsonObject { ["login"] = user.TradingLogin }, cancellationToken);
        if (issued.Text("token") is not { Length: > 0 } token)
        {
            throw new ConfigurationFaultException($"the platform answers {issued.Status} when it is asked for a one-time token", "Look at the platform's journal: this has nothing to do with the broker.");
        }

        run.Secrets.Learn(token, "one-time token");
        return token;
    }

    /// <summary>Logs out in the application (4.5 underneath).</summary>
    public Task<Answer> LogOutAsync(DeskSession session, CancellationToken cancellationToken) =>
        SendAsync("logs out in the application", HttpMethod.Delete, $"app/api/sessions/{session.SessionId}", body: null, cancellationToken);

    /// <summary>Lets calls go wrong until what is returned is disposed.</summary>
    /// <param name="route">Such as <c>POST /webserv/traders*</c>.</param>
    /// <param name="fault">The further members of the fault.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="ofAnyBroker">For calls that name no broker.</param>
    public async Task<IAsyncDisposable> BreakAsync(string route, JsonObject fault, CancellationToken cancellationToken, bool ofAnyBroker = false)
    {
        fault["route"] = route;
        fault["direction"] = "in";
        if (!ofAnyBroker)
        {
            fault["brokerName"] = run.Broker.Names.BrokerName;
        }

        var answer = await SendAsync($"lets {route} go wrong at the platform", HttpMethod.Post, "instrument/api/faults", fault, cancellationToken);
        return answer.Status == 201
            ? new Broken(this, answer.MustHaveNumber("id"))
            : throw new ConfigurationFaultException($"the platform's instrument answers {answer.Status} to a fault", "Switch the instrument on at the platform, and correct instrumentKey below platform in the plan.");
    }

    private async Task<DeskSession> OpenAsync(string text, JsonObject body, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(text, HttpMethod.Post, "app/api/sessions", body, cancellationToken);
        Check.That(answer.IsSuccess, "a session at the platform", $"{answer.Status}; {Fault(answer)}");
        run.Secrets.Learn(answer.Text("accessToken"), "accessToken");
        run.Secrets.Learn(answer.Text("inappToken"), "inappToken");
        run.Secrets.Learn(answer.Text("sessionId"), "session");
        return Read(answer);
    }

    private static DeskSession Read(Answer answer) => answer.Json!.Value.Deserialize(DeskJson.Default.DeskSession)!;

    private static string Fault(Answer answer) => answer.Json is { } json && json.TryGetProperty("error", out var error) && error.TryGetProperty("description", out var text)
        ? text.ToString()
        : "no reason is given";

    private async Task<IReadOnlyList<JournalCall>> EntriesAsync(string text, string query, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(text, HttpMethod.Get, $"instrument/api/journal?{query}", body: null, cancellationToken);
        return answer.IsSuccess
            ? answer.Json!.Value.Deserialize(DeskJson.Default.JournalRead)!.Entries
            : throw new ConfigurationFaultException(
                $"the platform's journal answers {answer.Status}", "Switch the instrument on at the platform, and correct url and instrumentKey below platform in the plan.");
    }

    private Task<Answer> SendAsync(string text, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var request = new TargetRequest(method, new Uri($"{_desk.Url.AbsoluteUri.TrimEnd('/')}/{path}"))
        {
            Body = body?.ToJsonString(), ContentType = body is null ? null : "application/json",
        };
        var authorized = _desk.InstrumentKey is { } key ? request.WithHeader("Authorization", $"Bearer {key}") : request;
        return method == HttpMethod.Get ? run.LookAsync(text, authorized, cancellationToken) : run.SendAsync(text, authorized, cancellationToken);
    }

    private sealed class Broken(PlatformDeskClient desk, long id) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() =>
            await desk.SendAsync("lets the calls go right again", HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"instrument/api/faults/{id}"), body: null, CancellationToken.None);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Conformance.PlatformSide;

/// <summary>The calls of a broker to the platform, made by one case as one manager.</summary>
internal sealed partial class PlatformCalls
{
    private readonly long _manager;
    private readonly string _password;
    private readonly bool _isAnonymous;

    public PlatformCalls(CaseRun run, CancellationToken cancellationToken)
        : this(run, run.Platform.ManagerLogin, run.Platform.ManagerPassword, isAnonymous: false, cancellationToken)
    {
    }

    private PlatformCalls(CaseRun run, long manager, string password, bool isAnonymous, CancellationToken cancellationToken)
    {
        (Run, Cancellation, _manager, _password, _isAnonymous) = (run, cancellationToken, manager, password, isAnonymous);
        run.Secrets.Learn(password, "manager's password");
    }

    public CaseRun Run { get; }

    public CancellationToken Cancellation { get; }

    public PlatformTarget Target => Run.Platform;

    public string Crm => Target.Names.BrokerCrmName;

    public string Broker => Target.Names.BrokerName;

    /// <summary>Without a manager token.</summary>
    public PlatformCalls Anonymous => new(Run, _manager, _password, isAnonymous: true, Cancellation);

    /// <summary>As the manager with fewer rights.</summary>
    public PlatformCalls Limited => Target.Limited is { } limited
        ? new(Run, limited.Login, limited.Password, isAnonymous: false, Cancellation)
        : throw new ConfigurationFaultException("the plan names no manager with fewer rights", "Give limited in the plan.");

    /// <summary>As the manager with few writes.</summary>
    public PlatformCalls Throttled => Target.Throttled is { } throttled
        ? new(Run, throttled.Login, throttled.Password, isAnonymous: false, Cancellation)
        : throw new ConfigurationFaultException("the plan names no manager with few writes", "Give throttled in the plan.");

    public static string Md5(string password) => PasswordHashMd5.Of(password).Reveal();

    /// <summary>A word that nobody has used before.</summary>
    public static string NewWord(string kind) => $"{kind}-{RandomNumberGenerator.GetHexString(20, lowercase: true)}";

    public string NewEmail() => $"{NewWord("conformance")}@{Target.EmailDomain}";

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A request that asks for JSON (B2P-0-22), without the manager token.</summary>
    public TargetRequest Request(HttpMethod method, string path, JsonNode? body = null, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                pairs.Add(new(name, value));
            }
        }

        return new TargetRequest(method, new Uri($"{Target.Url.AbsoluteUri.TrimEnd('/')}{path}"))
        {
            Query = pairs,
            Headers = [.. Target.Headers, KeyValuePair.Create("Accept", "application/json")],
            Body = body?.ToJsonString(),
            ContentType = body is null ? null : "application/json",
        };
    }

    /// <summary>Sends it with the manager token at the end of the address (B2P-0-8), unless nobody is to be named.</summary>
    public async Task<Answer> SendAsync(string text, TargetRequest request) =>
        await Run.SendAsync(text, _isAnonymous ? request : request.AddQuery("token", await TokenAsync()), Cancellation);

    /// <summary>Sends it as it is.</summary>
    public Task<Answer> SendAsItIsAsync(string text, TargetRequest request) => Run.SendAsync(text, request, Cancellation);

    /// <summary>The manager's token; got once for all cases of a run.</summary>
    public Task<string> TokenAsync() => Run.Context.Shared.GetAsync($"token of {Text(_manager)}", async () =>
    {
        var answer = await LogInAsync();
        return answer.Status == 200 && answer.Text("webservToken") is { Length: > 0 } token
            ? Learnt(token, "manager token")
            : throw new ConfigurationFaultException(
                $"call 3.1 answers {Text(answer.Status)} to manager {Text(_manager)}{(answer.ErrorCode() is { } code ? $" ({code})" : "")}",
                "Correct login and password of the manager in the plan. If they are right, look at the cases of 3.1 first.");
    });

    /// <summary>Call 3.1.</summary>
    public async Task<Answer> LogInAsync(long? login = null, string? password = null)
    {
        var body = new JsonObject { ["login"] = login ?? _manager, ["hashedPassword"] = Learnt(Md5(password ?? _password), "hash of the manager's password") };
        var answer = await SendAsItIsAsync("asks for a manager token (3.1)", Request(HttpMethod.Post, PlatformPaths.ManagerToken, body));
        Run.Secrets.Learn(answer.Text("webservToken"), "manager token");
        return answer;
    }

    public string Learnt(string value, string kind)
    {
        Run.Secrets.Learn(value, kind);
        return value;
    }

    /// <summary>What a case needs and cannot look at: the cases of that call say more.</summary>
    private static ConfigurationFaultException Missing(string what, Answer answer, string call) => new(
        $"{what} cannot be made: call {call} answers {Text(answer.Status)}{(answer.ErrorCode() is { } code ? $" ({code})" : "")}", $"Look at the cases of {call} first; if they pass, at broker names, group and currency in the plan.");
}

using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>A request the fake platform got.</summary>
internal sealed record SeenRequest(string Call, string Method, string Path, string Query, string Accept, string? ContentType, string Body, string Authorization);

/// <summary>A trader of the fake platform.</summary>
internal sealed record FakeTrader(long Login, long Registered, string HashedPassword, string? Description, JsonObject Request);

/// <summary>The least platform that onboarding needs, over real https, whose calls can be made to fail in every way. It has no idempotency keys.</summary>
internal sealed partial class FakePlatform : IAsyncDisposable
{
    public const string Password = "manager password";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private long _nextId = 5000;

    private FakePlatform(WebApplication app, TimeProvider time)
    {
        _app = app;
        _time = time;
    }

    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    public Dictionary<string, long> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<FakeTrader> Traders { get; } = [];

    public Dictionary<long, long> Links { get; } = [];

    public HashSet<long> Agreements { get; } = [];

    /// <summary>What each user sees: replaced as a whole by call 3.9.</summary>
    public ConcurrentDictionary<long, IReadOnlyList<JsonObject>> Ribbons { get; } = new();

    /// <summary>The token that calls must carry.</summary>
    public string Token { get; set; } = "tok+en/1=";

    public Uri BaseUrl { get; private set; } = null!;

    public static async Task<FakePlatform> StartAsync(TestAuthority authority, TimeProvider? time = null, string host = "localhost", bool expired = false)
    {
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(authority.Issue(host, expired))));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var platform = new FakePlatform(app, time ?? TimeProvider.System);
        app.Run(platform.HandleAsync);
        await app.StartAsync();
        platform.BaseUrl = new Uri($"https://localhost:{new Uri(app.Urls.Single()).Port}");
        return platform;
    }

    public PlatformPeer Peer(string version = "v1", string password = Password, string brokerName = "acme_main") => new(
        [BaseUrl],
        BrokerCrmName.Parse("acme_crm"),
        BrokerName.Parse(brokerName),
        "live",
        new ManagerCredential(2309, version, _ => ValueTask.FromResult(PasswordHashMd5.Of(password))));

    /// <summary>What happens to the next requests of a call, in order; afterwards it works again.</summary>
    public void Next(string call, params Fault[] faults)
    {
        var queue = _faults.GetOrAdd(call, _ => new());
        foreach (var fault in faults)
        {
            queue.Enqueue(fault);
        }
    }

    /// <summary>Takes back what was to happen to the next requests of a call.</summary>
    public void Forget(string call) => _faults.TryRemove(call, out _);

    public HeldRequest Hold(string call, bool after)
    {
        var held = new HeldRequest(after);
        Next(call, held.HandleAsync);
        return held;
    }

    public int Count(string call) => Seen.Count(request => request.Call == call);

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = CallOf(context.Request.Method, context.Request.Path);
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Seen.Enqueue(new(
            call,
            context.Request.Method,
            context.Request.Path,
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.Accept.ToString(),
            context.Request.ContentType,
            body,
            context.Request.Headers.Authorization.ToString()));
        FakeAnswer Process()
        {
            lock (_gate)
            {
                return call != "3.1" && context.Request.Query["token"] != Token && context.Request.Headers.Authorization != $"Bearer {Token}"
                    ? FakeAnswer.Error(401, "AUTHENTICATION_FAILED")
                    : Act(call, context.Request, body);
            }
        }

        if (FaultOf(call, body) is { } fault)
        {
            await fault(context, Process);
        }
        else
        {
            await Process().WriteAsync(context);
        }
    }

    /// <summary>What was asked for the calls about one user, as in <c>3.9 4711</c>, comes before what was asked for all.</summary>
    private Fault? FaultOf(string call, string body)
    {
        var user = call == "3.9" ? $"{call} {JsonNode.Parse(body)!["userId"]}" : call;
        return (_faults.TryGetValue(user, out var faults) && faults.TryDequeue(out var fault))
            || (_faults.TryGetValue(call, out faults) && faults.TryDequeue(out fault)) ? fault : null;
    }

    private static string CallOf(string method, string path) => (method, path) switch
    {
        ("POST", "/v2/webserv/managers/token") => "3.1",
        ("POST", "/cid/oauth2/ctid/create") => "3.2",
        ("POST", "/v2/webserv/traders") => "3.3",
        ("POST", "/cid/ctid/link") => "3.4",
        ("POST", "/cid/ctid2/inAppToken/redeem") => "redeem",
        ("PUT", "/cid/oauth2/ctid/inAppControls") => "3.9",
        ("PUT", "/cid/oauth2/ctid/changeEmail") => "3.10",
        ("GET", "/cid/oauth2/ctid/userId") => "3.11",
        ("POST", "/cid/oauth2/ctid/logout") => "3.12",
        ("PUT", "/cid/oauth2/ctid/acceptAgreement") => "3.13",
        ("GET", "/v2/webserv/traders") => "list",
        ("GET", _) when path.StartsWith("/v2/webserv/traders/", StringComparison.Ordinal) => "read",
        _ => $"{method} {path}",
    };

    private FakeAnswer Act(string call, HttpRequest request, string body) => call switch
    {
        "3.1" => JsonNode.Parse(body)!["hashedPassword"]!.GetValue<string>() == PasswordHashMd5.Of(Password).Reveal()
            ? new(200, JsonSerializer.Serialize(new { webservToken = Token, unknown = 1 }))
            : FakeAnswer.Error(401, "AUTHENTICATION_FAILED"),
        "3.2" => CreateUser(JsonNode.Parse(body)!["email"]!.GetValue<string>()),
        "3.3" => CreateTrader(JsonNode.Parse(body)!.AsObject()),
        "3.4" => Link(JsonNode.Parse(body)!),
        "3.9" => SetRibbons(JsonNode.Parse(body)!),
        "redeem" => Redeem(JsonNode.Parse(body)!["token"]!.GetValue<string>()),
        "3.11" => Users.TryGetValue(request.Query["email"].ToString(), out var id)
            ? new(200, JsonSerializer.Serialize(new { userId = id }))
            : new(200),
        "3.13" when long.TryParse(request.Query["userId"], out var id) => Agree(id),
        "3.10" or "3.12" => new(204),
        "list" => List(request),
        "read" => Traders.FirstOrDefault(t => request.Path.Value!.EndsWith($"/{t.Login}", StringComparison.Ordinal)) is { } trader
            ? new(200, Entity(trader).ToJsonString())
            : FakeAnswer.Error(404, "TRADER_NOT_FOUND"),
        _ => FakeAnswer.Error(404, "NOT_FOUND"),
    };

    private FakeAnswer CreateUser(string email)
    {
        if (Users.ContainsKey(email))
        {
            return FakeAnswer.Error(400, "CH_EMAIL_ALREADY_EXISTS");
        }

        Users[email] = ++_nextId;
        return new(201, JsonSerializer.Serialize(new { userId = _nextId }));
    }

    private FakeAnswer CreateTrader(JsonObject request)
    {
        var trader = new FakeTrader(
            ++_nextId,
            _time.GetUtcNow().ToUnixTimeMilliseconds(),
            request["hashedPassword"]!.GetValue<string>(),
            request["description"]?.GetValue<string>(),
            request);
        Traders.Add(trader);
        return new(201, Entity(trader).ToJsonString());
    }

    private FakeAnswer Link(JsonNode request)
    {
        var login = request["traderLogin"]!.GetValue<long>();
        if (Traders.FirstOrDefault(t => t.Login == login) is not { } trader)
        {
            return FakeAnswer.Error(404, "TRADER_NOT_FOUND");
        }

        if (trader.HashedPassword != request["traderPasswordHash"]!.GetValue<string>())
        {
            return FakeAnswer.Error(400, "WRONG_PASSWORD");
        }

        return Links.TryAdd(login, request["userId"]!.GetValue<long>())
            ? new(200, JsonSerializer.Serialize(new { ctidTraderAccountId = login * 10 }))
            : FakeAnswer.Error(400, "CH_TRADER_ALREADY_LINKED");
    }

    private FakeAnswer Agree(long userId)
    {
        Agreements.Add(userId);
        return new(204);
    }

    private FakeAnswer SetRibbons(JsonNode request)
    {
        Ribbons[request["userId"]!.GetValue<long>()] = [.. (request["rules"]!["ribbons"]?.AsArray() ?? []).Select(static ribbon => ribbon!.AsObject())];
        return new(201);
    }

    private FakeAnswer List(HttpRequest request)
    {
        var from = Time(request.Query["from"].ToString());
        var to = Time(request.Query["to"].ToString());
        var traders = Traders.Where(t => t.Registered >= from && t.Registered < to).OrderByDescending(t => t.Registered);
        return new(200, new JsonObject
        {
            ["trader"] = new JsonArray([.. traders.Select(Entity)]),
            ["hasMore"] = false,
        }.ToJsonString());
    }

    private static long Time(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    private static JsonObject Entity(FakeTrader trader)
    {
        var entity = trader.Request.DeepClone().AsObject();
        entity.Remove("hashedPassword");
        entity["login"] = trader.Login;
        entity["registrationTimestamp"] = trader.Registered;
        entity["moneyDigits"] = 2;
        entity["brandNew"] = new JsonObject { ["key"] = true };
        return entity;
    }
}

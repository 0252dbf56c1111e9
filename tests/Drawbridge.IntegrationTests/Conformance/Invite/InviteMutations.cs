using System.Collections.Concurrent;
using Drawbridge.Conformance.Invite;
using Drawbridge.IntegrationTests.Conformance.Harness;

namespace Drawbridge.IntegrationTests.Conformance.Invite;

/// <summary>Rules about the webhooks of Invite, each of which our broker breaks once.</summary>
internal static class InviteMutations
{
    private const string Attribution = "/invite/attribution";
    private const string NewUser = "/invite/new-user";
    private const string Result = "brokerResult";
    private const string Identifier = "brokerPartnerId";
    private const string Wrong = "Basic not-the-token-of-anybody";

    /// <summary>Cases about attributions that must be taken.</summary>
    private static readonly string[] Taken = [.. AttributionCases.All.Select(static one => one.Id)];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        Changes("Results have words of the broker's own", static _ => true, static reply => reply.With(Result, "ADDED"), Taken),
        Changes("A new partner gets no identifier", static _ => true, static reply => reply.Text(Result) == "ATTRIBUTED_NEW" ? reply.Without(Identifier) : reply, Cases("new-partner-identifier", "same-partner-again")),
        Changes("Everybody was moved", static _ => true, static reply => reply.With(Result, "REATTRIBUTED"), Cases("nobody-moved")),
        Changes("Partners are new each time", static _ => true, static reply => reply.With(Result, "ATTRIBUTED_NEW"), Cases("not-new-twice")),
        Changes("A partner has an identifier for each user", static _ => true, static (request, reply) => reply.With(Identifier, $"of-{request.Member("invitedUserId")}"), Cases("same-partner-again", "known-identifier")),
        Changes("The identifier that is sent is passed over", static request => request.Member(Identifier) is not null, static reply => reply.With(Identifier, "another"), Cases("known-identifier")),
        Again("A repetition is a new attribution", Attribution, "invitedUserId", static reply => reply.With(Result, "PENDING_ATTRIBUTION"), "attribution/repeated"),
        Refuses("A name with a space is another name", static request => request.Object?.ContainsKey("invitedUserId ") == true, Cases("space-in-name")),
        Refuses("What nobody has defined is refused", static request => request.Object?.ContainsKey("somethingNew") == true, Cases("unknown-member")),
        Refuses("A request needs brokerCrmName", static request => IsWellMeant(request) && request.Query("brokerName") is null, [.. Taken.Except(Cases("names-in-address"))]),
        Refuses("Names in the address are refused", static request => IsWellMeant(request) && request.Query("brokerCrmName") is not null, Cases("names-in-address")),
        Overlooks("Any token will do", Attribution, static request => Token(request) == Wrong, static request => SetToken(request), "attribution/wrong-token"),
        Overlooks("No token is needed", Attribution, static request => Token(request).Length == 0, static request => SetToken(request), "attribution/no-token"),
        Answers("An unknown broker is not found", Attribution, static request => request.Member("brokerName") == "nobody_at_all", 404, "attribution/unknown-broker"),
        Overlooks("Names in the address are not looked up", Attribution, static request => request.Query("brokerName") == "nobody_at_all", static request => request.SetQuery("brokerName", null), "attribution/unknown-name-in-address"),
        Overlooks("Names in the address are not compared", Attribution, static request => request.Query("brokerName") == ConformanceHost.WhiteLabel.BrokerName, static request => request.SetQuery("brokerName", null), "attribution/other-name-in-address"),
        .. new[] { "invitedUserId", "partnerUserId", "brokerName" }.Select(static name => Answers(
            $"An attribution does without {name}", Attribution, request => request.Object is { } body && !body.ContainsKey(name) && !body.ContainsKey($"{name} "), 200, $"attribution/without-{name.ToLowerInvariant()}")),

        Answers("A new user is created", NewUser, static request => Token(request) != Wrong && IsWhole(request), 201, "new-user/answer", "new-user/repeated", "new-user/without-partner"),
        Again("A new user is told of once", NewUser, "userId", static reply => reply with { Status = 409 }, "new-user/repeated"),
        Answers("A new user needs a partner", NewUser, static request => IsWhole(request) && request.Member("partnerUserId") is null, 400, "new-user/without-partner"),
        Overlooks("Any token will do for a new user", NewUser, static request => Token(request) == Wrong, static request => SetToken(request), "new-user/wrong-token"),
        .. new[] { "userId", "brokerName", "email" }.Select(static name => Answers(
            $"A new user does without {name}", NewUser, request => request.Object?.ContainsKey(name) == false, 200, $"new-user/without-{name.ToLowerInvariant()}")),
    ];

    private static string[] Cases(params string[] names) => [.. names.Select(static name => $"invite/INV/attribution/{name}")];

    private static bool IsWellMeant(Intercepted request) =>
        Token(request) is { Length: > 0 } token && token != Wrong && (request.Member("invitedUserId") ?? request.Member("invitedUserId ")) is not null
        && request.Member("partnerUserId") is not null && request.Member("brokerName") == ConformanceHost.Own.BrokerName;

    private static bool IsWhole(Intercepted request) => request.Member("userId") is not null && request.Member("brokerName") is not null && request.Member("email") is not null;

    private static string Token(Intercepted request) => request.Http.Request.Headers.Authorization.ToString();

    private static void SetToken(Intercepted request) => request.Http.Request.Headers.Authorization = $"Basic {ConformanceHost.InviteToken}";

    private static Mutation Changes(string name, Func<Intercepted, bool> which, Func<Reply, Reply> change, string[] fails) => Changes(name, which, (_, reply) => change(reply), fails);

    private static Mutation Changes(string name, Func<Intercepted, bool> which, Func<Intercepted, Reply, Reply> change, string[] fails) => new(name, fails)
    {
        Handle = async request =>
        {
            var reply = await request.ForwardAsync();
            return request.Path == Attribution && reply.Status == 200 && which(request) ? change(request, reply) : reply;
        },
    };

    private static Mutation Refuses(string name, Func<Intercepted, bool> which, string[] fails) => new(name, fails)
    {
        Handle = request => request.Path == Attribution && which(request) ? Task.FromResult(Reply.Json(400, """{"error":"Bad Request","message":"no","code":"INVALID_REQUEST"}""")) : request.ForwardAsync(),
    };

    private static Mutation Answers(string name, string path, Func<Intercepted, bool> which, int status, params string[] fails) => new(name, [.. fails.Select(static one => $"invite/INV/{one}")])
    {
        Handle = request => request.Path == path && which(request) ? Task.FromResult(Reply.Json(status, "{}")) : request.ForwardAsync(),
    };

    private static Mutation Overlooks(string name, string path, Func<Intercepted, bool> which, Action<Intercepted> mend, string fails) => new(name, $"invite/INV/{fails}")
    {
        Handle = request =>
        {
            if (request.Path == path && which(request))
            {
                mend(request);
            }

            return request.ForwardAsync();
        },
    };

    /// <summary>Answers another way when the same is told a second time.</summary>
    private static Mutation Again(string name, string path, string user, Func<Reply, Reply> change, string fails)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return new Mutation(name, $"invite/INV/{fails}")
        {
            Handle = async request =>
            {
                var reply = await request.ForwardAsync();
                return request.Path == path && reply.Status == 200 && request.Member(user) is { } who && !seen.TryAdd(who, value: true) ? change(reply) : reply;
            },
        };
    }
}

using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.WebServices;

/// <summary>Call WebServices 4.3.</summary>
internal static class ListCases
{
    private const string Past = "2020-01-01T00:00:00.000";
    private const string Later = "2020-01-02T00:00:00.000";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-4.3/listed",
            Must("WS-33"),
            "Call 4.3 lists an account in the range of its registration",
            "Filter by registrationTimestamp and answer {\"trader\":[…],\"hasMore\":…}.",
            static async calls =>
            {
                var (login, at) = await NewAsync(calls);
                Check.That(await IsListedAsync(calls, login, Time(at.AddMilliseconds(-5)), Time(at.AddMilliseconds(5))), "the account in the list", "a list without it");
            }).And(Must("WS-50"), Must("WS-15")),
        Case(
            "ws-4.3/from-is-inside",
            Must("WS-16"),
            "The instant from belongs to the range",
            "Take accounts registered at the instant from or later.",
            static async calls =>
            {
                var (login, at) = await NewAsync(calls);
                Check.That(await IsListedAsync(calls, login, Time(at), Time(at.AddMilliseconds(1))), "the account of the instant from", "a list without it");
            }),
        Case(
            "ws-4.3/to-is-outside",
            Must("WS-16"),
            "The instant to does not belong to the range",
            "Take accounts registered before the instant to only.",
            static async calls =>
            {
                var (login, at) = await NewAsync(calls);
                Check.That(!await IsListedAsync(calls, login, Time(at.AddMilliseconds(-1)), Time(at)), "no account of the instant to", "it in the list");
            }),
        Case(
            "ws-4.3/nothing",
            Must("WS-55"),
            "A list without accounts says that there are no more",
            "Write hasMore always, and an empty list trader.",
            static async calls =>
            {
                var body = (await calls.ListAsync(("from", Past), ("to", Later))).MustHaveStatus(200).MustBeObject();
                body.MustHaveList("trader");
                Check.That(body["hasMore"] is JsonValue value && value.TryGetValue<bool>(out _), "hasMore, true or false", "none");
            }),
        Case(
            "ws-4.3/final-slash",
            Must("WS-33"),
            "Call 4.3 is served with a final slash, too",
            "Serve /v2/webserv/traders/ as /v2/webserv/traders.",
            static async calls => (await calls.SendAsync("lists accounts with a final slash (4.3)", calls.Request(HttpMethod.Get, PlatformPaths.Traders + "/", body: null, ("from", Past), ("to", Later)))).MustSucceed()),
        Case(
            "ws-4.3/final-z",
            Must("WS-15").Inferred,
            "Times with a final Z are taken",
            "Take yyyy-MM-ddTHH:mm:ss.SSS with or without Z.",
            static async calls => (await calls.ListAsync(("from", Past + "Z"), ("to", Later + "Z"))).MustSucceed()),
        Case(
            "ws-4.3/newest-first",
            Must("WS-56").Inferred,
            "Call 4.3 lists the newest registration first",
            "Order by registrationTimestamp, newest first, so that the next request can set to to the earliest one received.",
            static async calls =>
            {
                var (_, first) = await NewAsync(calls);
                var (_, second) = await NewAsync(calls);
                var times = (await calls.ListAsync(("from", Time(first)), ("to", Time(second.AddMilliseconds(1))))).MustSucceed().MustBeObject().MustHaveList("trader")
                    .Select(static trader => trader.MustHaveNumber("registrationTimestamp")).ToList();
                Check.That(times.Count > 0 && times.SequenceEqual(times.OrderDescending()), "times that never rise", "another order");
            }),
        Case(
            "ws-4.3/fields",
            May("WS-52"),
            "Call 4.3 shows the named fields only",
            "Restrict each account to the keys named in fields; ignore names that are not known.",
            static async calls =>
            {
                var (_, at) = await NewAsync(calls);
                var traders = (await calls.ListAsync(("from", Time(at)), ("to", Time(at.AddMilliseconds(1))), ("fields", "login,registrationTimestamp,unknown"))).MustSucceed().MustBeObject().MustHaveList("trader");
                Check.That(traders.Count > 0 && traders.All(static trader => trader.Count == 2 && trader.ContainsKey("login") && trader.ContainsKey("registrationTimestamp")), "accounts with login and registrationTimestamp only", "other keys");
            }),
        Case(
            "ws-4.3/no-open-positions",
            May("WS-53").Inferred,
            "Call 4.3 leaves accounts without open positions out when asked for those that have some",
            "Filter by hasOpenPositions when it is there.",
            static async calls =>
            {
                var (login, at) = await NewAsync(calls);
                Check.That(!await IsListedAsync(calls, login, Time(at), Time(at.AddMilliseconds(1)), ("hasOpenPositions", "true")), "no account without open positions", "one in the list");
            }),
        Refused("ws-4.3/missing-from", Must("WS-50"), "A list without from", PlatformErrorCode.InvalidRequest, ("to", Later)),
        Refused("ws-4.3/missing-to", Must("WS-50"), "A list without to", PlatformErrorCode.InvalidRequest, ("from", Past)),
        Refused("ws-4.3/empty-range", Must("WS-58").Inferred, "A list whose to is its from", PlatformErrorCode.InvalidRequest, ("from", Past), ("to", Past)),
        Refused("ws-4.3/date-without-time", Must("WS-15"), "A list between dates without a time", PlatformErrorCode.InvalidRequest, ("from", "2020-01-01"), ("to", "2020-01-02")),
        Refused("ws-4.3/one-of-a-pair", Must("WS-51").Inferred, "A list with lastDealFrom alone", PlatformErrorCode.InvalidRequest, ("from", Past), ("to", Later), ("lastDealFrom", Past)),
        Refused("ws-4.3/unknown-group", May("WS-54"), "A list of an unknown group", PlatformErrorCode.TraderGroupNotFound, ("from", Past), ("to", Later), ("groupId", "987654321")).And(Must("ERR-30")),
        Case(
            "ws-4.3/pages",
            Must("WS-56").Inferred,
            "Lists that follow one another leave no account out",
            "Set hasMore while there are more, and never split accounts of one instant between two lists.",
            static async calls =>
            {
                var logins = new HashSet<long>();
                var (first, from) = await NewAsync(calls);
                logins.Add(first);
                var until = from;
                for (var i = 0; i < calls.Target.TradersPerList; i++)
                {
                    (var login, until) = await NewAsync(calls);
                    logins.Add(login);
                }

                var to = until.AddMilliseconds(1);
                var hadMore = false;
                for (var pages = 0; pages < 100; pages++)
                {
                    var body = (await calls.ListAsync(("from", Time(from)), ("to", Time(to)), ("fields", "login,registrationTimestamp"))).MustSucceed().MustBeObject();
                    var traders = body.MustHaveList("trader");
                    logins.ExceptWith(traders.Select(static trader => trader.MustHaveNumber("login")));
                    if (body.Text("hasMore") != "true" || traders.Count == 0)
                    {
                        break;
                    }

                    hadMore = true;
                    to = DateTimeOffset.FromUnixTimeMilliseconds(traders.Min(static trader => trader.MustHaveNumber("registrationTimestamp")));
                }

                Check.That(hadMore, $"hasMore after {calls.Target.TradersPerList} accounts", "one list for more than that");
                Check.That(logins.Count == 0, "every account in one of the lists", $"{logins.Count} in none");
            }).Needing(Capability.ShortLists).And(Must("WS-55"), Should("WS-57")),
    ];

    private static async Task<(long Login, DateTimeOffset At)> NewAsync(PlatformCalls calls)
    {
        var trader = (await calls.CreateTraderAsync(await calls.TraderAsync())).MustSucceed().MustBeObject();
        return (trader.MustHaveNumber("login"), DateTimeOffset.FromUnixTimeMilliseconds(trader.MustHaveNumber("registrationTimestamp")));
    }

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);

    internal static async Task<bool> IsListedAsync(PlatformCalls calls, long login, string from, string to, params (string Name, string? Value)[] more) =>
        (await calls.ListAsync([("from", from), ("to", to), .. more])).MustSucceed().MustBeObject().MustHaveList("trader").Any(trader => trader.Text("login") == PlatformCalls.Text(login));

    private static ConformanceCase Refused(string id, Requirement requirement, string what, string code, params (string Name, string? Value)[] query) =>
        Refusal(id, requirement, what, code, calls => calls.ListAsync(query));
}

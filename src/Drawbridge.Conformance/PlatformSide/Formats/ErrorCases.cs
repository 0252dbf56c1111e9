using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Formats;

/// <summary>What refusals look like.</summary>
internal static class ErrorCases
{
    private const string Remedy = "Answer {\"error\":{\"errorCode\":\"…\",\"description\":\"…\"}}, and in XML <error><errorCode>…</errorCode><description>…</description></error>.";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Envelope("cid", "Refusals below /cid", static calls => calls.CreateUserAsync([])),
        Envelope("webserv", "Refusals of web services in JSON", static calls => calls.ReadAsync(1)),
        Case(
            "errors/envelope-xml",
            Must("ERR-2").Inferred,
            "Refusals of web services in XML have errorCode and description in error",
            Remedy,
            static async calls =>
            {
                var root = (await UnknownAsync(calls, "application/xml")).MustBeRefused().Xml();
                Check.That(root is not null, "XML", "a body that is none");
                Check.That(root.Name.LocalName == "error" && root.Element("errorCode")?.Value == PlatformErrorCode.TraderNotFound && root.Element("description")?.Value is { Length: > 0 }, "error with errorCode and description", root.Name.LocalName);
            }),
        Case(
            "errors/negotiated",
            Must("WS-4"),
            "Refusals of web services without an Accept header are XML",
            "Choose the format of a refusal as that of a result.",
            static async calls =>
            {
                var answer = await UnknownAsync(calls, accept: null);
                answer.MustBeRefused().Must(answer.Xml() is not null, "XML", "another format");
            }),
        Status(PlatformErrorCode.InvalidRequest, 400, "ERR-22", static calls => calls.CreateUserAsync([])),
        Status(PlatformErrorCode.NotEnoughRights, 403, "ERR-23", static async calls => await calls.Limited.ReadAsync(await calls.NewTraderAsync(body => body["groupName"] = calls.Target.Limited!.DeniedGroup))).Needing(Capability.LimitedManager),
        Status(PlatformErrorCode.BrokerNotFound, 404, "ERR-24", static calls => calls.CreateUserAsync(calls.User(crm: PlatformCalls.NewWord("crm")))),
        Status(PlatformErrorCode.TraderNotFound, 404, "ERR-26", static calls => calls.ReadAsync(1)),
        Status(PlatformErrorCode.PlantInvalid, 400, "ERR-27", static calls => calls.CreateTraderAsync(static body => body["brokerName"] = PlatformCalls.NewWord("broker"))),
        Status(PlatformErrorCode.NotEnoughMoney, 400, "ERR-28", static async calls => await calls.ChangeBalanceAsync(await calls.NewTraderAsync(), 1, "WITHDRAW")),
        Status(PlatformErrorCode.ChangeBalanceBadAmount, 400, "ERR-29", static async calls => await calls.ChangeBalanceAsync(await calls.NewTraderAsync(), 0)),
        Status(PlatformErrorCode.TraderGroupNotFound, 404, "ERR-30", static calls => calls.CreateTraderAsync(static body => body["groupName"] = PlatformCalls.NewWord("group"))),
        Status(PlatformErrorCode.WrongPassword, 400, "ERR-31", static async calls => await WebServices.PasswordCases.CheckAsync(calls, await calls.NewTraderAsync(), "wrong")),
        Status(PlatformErrorCode.EmailAlreadyExists, 400, "ERR-32", static async calls =>
        {
            var email = calls.NewEmail();
            await calls.NewUserAsync(email);
            return await calls.CreateUserAsync(calls.User(email));
        }),
        Status(PlatformErrorCode.EnvironmentNotFound, 404, "ERR-33", static async calls =>
        {
            var body = calls.LinkOf(await calls.NewUserAsync(), await calls.NewTraderAsync());
            body["environmentName"] = PlatformCalls.NewWord("env");
            return await calls.LinkAsync(body);
        }),
        Status(PlatformErrorCode.TraderAccessDenied, 403, "ERR-34", static async calls => await calls.LinkAsync(calls.LinkOf(await calls.NewUserAsync(), await calls.NewTraderAsync(), calls.Target.Second!.BrokerName))).Needing(Capability.SecondBroker),
        Status(PlatformErrorCode.TraderAlreadyLinked, 400, "ERR-35", static async calls =>
        {
            var (userId, login, _) = await calls.NewAccountAsync();
            return await calls.LinkAsync(calls.LinkOf(userId, login));
        }),
        Status(PlatformErrorCode.EmailInvalid, 400, "ERR-37", static calls => calls.CreateUserAsync(calls.User("nonsense"))),
        Status(PlatformErrorCode.UserNotFound, 404, "ERR-41", static calls => calls.ChangeEmailAsync(calls.NewAddress(1, calls.NewEmail()))),
        Status(PlatformErrorCode.AccountNotFound, 404, "ERR-41", static calls => calls.SetPartnerAsync(calls.Partner("p1", accountId: 1))),
        Case(
            "errors/no-secret",
            Must("ERR-3").Inferred,
            "A refusal repeats neither hash nor token",
            "Say in a refusal which key is wrong, not what stood there.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                var hash = PlatformCalls.Md5(PlatformCalls.NewWord("secret"));
                var body = calls.LinkOf(await calls.NewUserAsync(), login);
                body["traderPasswordHash"] = hash;
                var answer = (await calls.LinkAsync(body)).MustBeRefused();
                answer.Must(!answer.Body.Contains(hash, StringComparison.OrdinalIgnoreCase), "a body without the hash that was sent", "one with it");
                answer.Must(!answer.Body.Contains(await calls.TokenAsync(), StringComparison.Ordinal), "a body without the manager token", "one with it");
            }).And(Must("B2P-0-23")),
        Case(
            "errors/no-internals",
            Must("ERR-3").Inferred,
            "A refusal shows nothing of the program inside",
            "Leave stack traces, SQL and names of classes out of every answer.",
            static async calls =>
            {
                foreach (var request in new[]
                {
                    calls.Request(HttpMethod.Post, PlatformPaths.CreateUser) with { Body = "{\"email\":'; drop table users; --", ContentType = "application/json" },
                    calls.Request(HttpMethod.Get, $"{PlatformPaths.Traders}/99999999999999999999"),
                    calls.Request(HttpMethod.Get, PlatformPaths.Traders, body: null, ("from", "'"), ("to", "%00")),
                })
                {
                    var answer = (await calls.SendAsync("sends what no program expects", request)).MustBeRefused();
                    answer.Must(answer.Status < 500, "a refusal (4xx)", $"{answer.Status}");
                    foreach (var word in new[] { "Exception", "   at ", "StackTrace", "SELECT ", "select ", "sqlite", "Npgsql", "java." })
                    {
                        answer.Must(!answer.Body.Contains(word, StringComparison.Ordinal), "nothing of the program", $"a body with \"{word.Trim()}\"");
                    }
                }
            }),
    ];

    private static Task<Answer> UnknownAsync(PlatformCalls calls, string? accept) => calls.SendAsync("reads an unknown account (4.2)", calls.Request(HttpMethod.Get, $"{PlatformPaths.Traders}/1").WithHeader("Accept", accept));

    private static ConformanceCase Envelope(string id, string what, Func<PlatformCalls, Task<Answer>> send) => Case(
        $"errors/envelope-{id}",
        Must("ERR-2").Inferred,
        $"{what} have errorCode and description in error",
        Remedy,
        async calls =>
        {
            var answer = (await send(calls)).MustBeRefused().MustBeObject();
            Check.That(answer["error"] is JsonObject error && error.Text("errorCode") is { Length: > 0 } && error.Text("description") is { Length: > 0 }, "error with errorCode and description", "another shape");
        });

    private static ConformanceCase Status(string code, int status, string requirement, Func<PlatformCalls, Task<Answer>> send) => Case(
        $"errors/status-{code.ToLowerInvariant().Replace('_', '-')}",
        Must(requirement).Inferred,
        $"The status of {code} is {status}",
        $"Answer {code} with {status}. Clients decide by the code, and proxies and monitors by the status.",
        async calls => (await send(calls)).MustRefuse(status, code));
}

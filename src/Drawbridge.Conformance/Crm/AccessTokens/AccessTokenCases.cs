using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.AccessTokens;

/// <summary>Call 4.3 with tokens that are good, and what such a token is.</summary>
internal static class AccessTokenCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.3/valid-accessToken",
            Title = "Call 4.3 with a valid access token answers 200 with userId",
            Requirement = Must("CONF-6.1.3-1"),
            Also = [Must("P2B-4.3-1"), Must("P2B-4.3-3"), Must("P2B-4.3-5"), Must("P2B-AT-3")],
            Remedy = "Find the user of the access token and answer 200 with {\"userId\":…}.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var answer = (await ValidateAsync(run, await run.Crm.AccessTokenAsync(cancellationToken), cancellationToken)).MustHaveStatus(200);
                answer.Must(answer.Has("userId"), "\"userId\" in the body", "a body without it");
            },
        },
        new()
        {
            Id = "api/4.3/userId-is-a-number",
            Title = "Call 4.3 gives userId as a whole number",
            Requirement = Must("P2B-4.3-3"),
            Remedy = "Write userId without quotation marks: {\"userId\":10345533}.",
            RunAsync = static async (run, cancellationToken) => (await ValidateAsync(run, await run.Crm.AccessTokenAsync(cancellationToken), cancellationToken)).MustHaveNumber("userId"),
        },
        new()
        {
            Id = "api/4.3/same-user",
            Title = "Call 4.3 names the user whom call 4.2 gave the access token to",
            Requirement = Must("P2B-4.3-3"),
            Also = [Must("P2B-AT-3")],
            Remedy = "Bind each access token to the user of the exchange that issued it.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var user = await run.Crm.UserAsync(cancellationToken);
                var answer = (await ValidateAsync(run, CrmCalls.AccessTokenOf(user), cancellationToken)).MustHaveStatus(200);
                answer.Must(answer.Text("userId") == $"{user.UserId}", $"\"userId\":{user.UserId}, as call 4.2 gave", $"\"userId\":{answer.Text("userId")}");
            },
        },
        new()
        {
            Id = "api/4.3/not-used-up",
            Title = "Call 4.3 does not use the access token up",
            Requirement = Must("P2B-4.3-7"),
            Remedy = "Leave the access token as it is in call 4.3: the application sends the same one every time it starts.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var access = await run.Crm.AccessTokenAsync(cancellationToken);
                for (var i = 0; i < 3; i++)
                {
                    (await ValidateAsync(run, access, cancellationToken)).MustHaveStatus(200);
                }
            },
        },
        new()
        {
            Id = "api/4.3/not-replaced",
            Title = "Call 4.3 gives no new access token",
            Requirement = Must("P2B-AT-1"),
            Also = [Must("P2B-4.3-7")],
            Remedy = "Leave accessToken out of the answer to call 4.3; only call 4.2 issues one.",
            RunAsync = static async (run, cancellationToken) =>
                (await ValidateAsync(run, await run.Crm.AccessTokenAsync(cancellationToken), cancellationToken)).MustHaveStatus(200).MustNotHave("accessToken"),
        },
        new()
        {
            Id = "api/4.3/one-per-exchange",
            Title = "Two log-ins of one user get different access tokens",
            Requirement = Must("P2B-AT-5"),
            Remedy = "Issue a new access token at each exchange: each device has its own, so that one can be logged out without the others.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var first = await run.Crm.AccessTokenAsync(cancellationToken);
                var second = CrmCalls.AccessTokenOf(await run.Crm.SecondDeviceAsync(cancellationToken));
                Check.That(first != second, "an access token unlike that of the first log-in", "the same one");
            },
        },
        new()
        {
            Id = "api/4.3/earlier-device-stays",
            Title = "An access token stays valid when its user logs in on another device",
            Requirement = Must("P2B-AT-5").Inferred,
            Remedy = "Keep the access tokens of other devices when one is issued.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var first = await run.Crm.AccessTokenAsync(cancellationToken);
                await run.Crm.SecondDeviceAsync(cancellationToken);
                (await ValidateAsync(run, first, cancellationToken)).MustHaveStatus(200);
            },
        },
    ];

    private static async Task<Answer> ValidateAsync(CaseRun run, string access, CancellationToken cancellationToken) =>
        await run.AskAsync("validates the access token (4.3)", run.Crm.Validate(await run.Crm.TokenAsync(cancellationToken), access), cancellationToken);
}

using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.OneTimeTokens;

/// <summary>OT tokens of several log-ins (6.1.5, 6.1.6), each in a browser window of its own.</summary>
internal static class SeveralLogInsCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.5/log-in-gives-a-token",
            Title = "Logging in as an existing user leads to the success page with an OT token that call 4.2 takes",
            Requirement = Must("CONF-6.1.5-1"),
            Also = [Must("P2B-OT-1"), Must("MOD-54")],
            Remedy = "Generate an OT token when a user has logged in, and append it to the success page's address as the parameter token.",
            RunAsync = static async (run, cancellationToken) =>
                (await FirstAsync(run, cancellationToken)).Answer.MustHaveStatus(200),
        },
        new()
        {
            Id = "api/6.1.5/second-log-in-gives-another",
            Title = "A second log-in of the same user in another window gives another OT token",
            Requirement = Must("CONF-6.1.5-2"),
            Also = [Must("P2B-OT-4")],
            Remedy = "Generate a new OT token at each log-in instead of returning one that is still valid.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var first = await FirstAsync(run, cancellationToken);
                var second = await SeenAsync(run, 0, "again", cancellationToken);
                Check.That(first.Code != second.Code, "an OT token unlike that of the first log-in", "the same one");
            },
        },
        new()
        {
            Id = "api/6.1.6/first-users-token",
            Title = "The OT token of user A's log-in names user A",
            Requirement = Must("CONF-6.1.6-1"),
            Also = [Must("P2B-4.2-3")],
            Remedy = "Bind each OT token to the user who logged in.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var user = await run.Crm.UserAsync(cancellationToken);
                var answer = (await FirstAsync(run, cancellationToken)).Answer;
                answer.MustHaveStatus(200).Must(answer.Text("userId") == $"{user.UserId}", $"\"userId\":{user.UserId}, as at the log-in before", $"\"userId\":{answer.Text("userId")}");
            },
        },
        new()
        {
            Id = "api/6.1.6/second-users-token",
            Title = "The OT token of user B's log-in is valid and names another user than A",
            Requirement = Must("CONF-6.1.6-2"),
            Also = [Must("P2B-OT-5")],
            Needs = [Capability.SecondUser],
            Remedy = "Bind each OT token to the user who logged in, and answer call 4.2 with that user's own userId.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var first = await run.Crm.UserAsync(cancellationToken);
                var answer = (await SeenAsync(run, 1, "first", cancellationToken)).Answer;
                answer.MustHaveStatus(200).Must(answer.Text("userId") is { } id && id != $"{first.UserId}", $"a userId other than {first.UserId}", $"\"userId\":{answer.Text("userId")}");
            },
        },
        new()
        {
            Id = "api/6.1.6/different-tokens",
            Title = "Users A and B get different OT tokens",
            Requirement = Must("P2B-OT-5"),
            Also = [Must("CONF-6.1.6-2")],
            Needs = [Capability.SecondUser],
            Remedy = "Generate OT tokens from a cryptographic generator, never from the time or a counter.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var first = await FirstAsync(run, cancellationToken);
                var second = await SeenAsync(run, 1, "first", cancellationToken);
                Check.That(first.Code != second.Code, "different OT tokens", "the same one for both users");
            },
        },
    ];

    /// <summary>The first trader's first log-in here.</summary>
    public static Task<LogInSeen> FirstAsync(CaseRun run, CancellationToken cancellationToken) => SeenAsync(run, 0, "first", cancellationToken);

    /// <summary>A log-in without "Keep me logged in" and what call 4.2 made of its token at once; once for all cases that look at it.</summary>
    private static Task<LogInSeen> SeenAsync(CaseRun run, int index, string which, CancellationToken cancellationToken)
    {
        run.Note($"looks at the {which} log-in of trader {index + 1}, which cases share");
        return run.Context.Shared.GetAsync($"log-in {index} {which}", async () =>
        {
            var token = await run.Crm.TokenAsync(cancellationToken);
            var code = await run.Crm.LogInAsync(run.Crm.Trader(index), run.Broker.Names, keepLoggedIn: false, cancellationToken);
            return new LogInSeen(code, await run.Crm.ExchangeAsync(token, code, cancellationToken));
        });
    }

    /// <summary>A log-in.</summary>
    /// <param name="Code">The OT token of the success page.</param>
    /// <param name="Answer">What call 4.2 answered to it.</param>
    internal sealed record LogInSeen(string Code, Answer Answer);
}

using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.InApp;

/// <summary>Call 4.4.</summary>
internal static class GenerationCases
{
    /// <summary>No platform gives such an identifier out.</summary>
    public const long NobodysUserId = 8_999_999_999_999_937;

    /// <summary>Others may ask meanwhile, and get the token that would have been the same.</summary>
    private const int Turns = 4;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.4/valid-userId",
            Title = "Call 4.4 with a valid userId answers 200 with an OT token",
            Requirement = Must("CONF-6.1.4-1"),
            Also = [Must("P2B-4.4-1"), Must("P2B-4.4-3"), Must("P2B-4.4-4"), Must("P2B-4.4-5"), Must("P2B-OT-1"), Must("MOD-53")],
            Remedy = "Generate an OT token for the user of that userId and answer 200 with {\"token\":\"…\"}.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("generates an OT token (4.4)", await CrmCall.Generate.RequestAsync(run, cancellationToken), cancellationToken)).MustHaveStatus(200).MustHaveText("token"),
        },
        new()
        {
            Id = "api/6.1.4/invalid-userId",
            Title = "Call 4.4 with an invalid userId answers an error without an OT token",
            Requirement = Must("CONF-6.1.4-2"),
            Also = [Must("P2B-0-12")],
            Remedy = "Look for the user before generating a token, and answer an error when there is none.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustBeRefusedEmptyHanded(),
        },
        new()
        {
            Id = "api/4.4/unknown-user",
            Title = "Call 4.4 with an unknown userId answers 404",
            Requirement = Must("P2B-4.4-6"),
            Also = [Must("ERR-14")],
            Remedy = "Answer 404 when no user of this broker has that userId.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustHaveStatus(404),
        },
        new()
        {
            Id = "api/4.4/unknown-user-code-name",
            Title = "The error of an unknown userId has the code USER_NOT_FOUND",
            Requirement = Must("ERR-14").Inferred,
            Remedy = "Write \"code\":\"USER_NOT_FOUND\" into the error.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustHaveCode(CrmErrorCode.UserNotFound),
        },
        new()
        {
            Id = "api/4.4/several-users",
            Title = "OT tokens of call 4.4 for two users name the one and the other",
            Requirement = Must("P2B-4.4-4"),
            Also = [Must("P2B-OT-5")],
            Needs = [Capability.SecondUser],
            Remedy = "Bind each OT token to the userId that call 4.4 carried.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var token = await run.Crm.TokenAsync(cancellationToken);
                KnownUser[] users = [await run.Crm.UserAsync(cancellationToken), await run.Crm.UserAsync(cancellationToken, 1)];
                var codes = new List<string>();
                foreach (var user in users)
                {
                    codes.Add(await run.Crm.NewOneTimeTokenAsync(token, user, cancellationToken));
                }

                for (var i = 0; i < users.Length; i++)
                {
                    var answer = (await run.Crm.ExchangeAsync(token, codes[i], cancellationToken)).MustHaveStatus(200);
                    answer.Must(answer.Text("userId") == $"{users[i].UserId}", $"\"userId\":{users[i].UserId}", $"\"userId\":{answer.Text("userId")}");
                }
            },
        },
        new()
        {
            Id = "api/4.4/different-for-two-users",
            Title = "Two users for whom call 4.4 is made one after the other never get the same OT token",
            Requirement = Must("P2B-OT-5"),
            Also = [Must("P2B-OT-4")],
            Remedy = "Generate each OT token from a cryptographic generator when it is asked for. Keep none for the next call, and make none from the time or a counter: whoever gets another user's token is logged in as that user.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var token = await run.Crm.TokenAsync(cancellationToken);
                var (one, other) = (await run.Crm.UserAsync(cancellationToken), await run.Crm.AnotherUserAsync(cancellationToken));
                var (ones, others) = (new List<string>(), new List<string>());
                for (var turn = 0; turn < Turns; turn++)
                {
                    ones.Add(await run.Crm.NewOneTimeTokenAsync(token, one, cancellationToken));
                    others.Add(await run.Crm.NewOneTimeTokenAsync(token, other, cancellationToken));
                }

                var same = ones.Intersect(others, StringComparer.Ordinal).Count();
                Check.That(same == 0, "OT tokens of one user that no other user gets", $"the same OT token for both users, {same} of {Turns} times");
            },
        },
    ];

    private static async Task<Answer> UnknownAsync(CaseRun run, CancellationToken cancellationToken) =>
        await run.AskAsync(
            "generates for nobody's userId",
            run.Crm.Generate(await run.Crm.TokenAsync(cancellationToken), NobodysUserId, (await run.Crm.UserAsync(cancellationToken)).InAppToken),
            cancellationToken);
}

using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.InApp;

/// <summary>What holds for a CRM that gives an <c>inappToken</c>, and for one that never does. Which of the two it is shows at a log-in.</summary>
internal static class InAppTokenCases
{
    private const string Remedy = "Once calls 4.2 or 4.3 give an inappToken, check it in call 4.4 (known, of this user, not ended) and answer 403 CH_CLIENT_AUTH_FAILURE without a token otherwise.";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Refused("missing", "A CRM that gives an inappToken issues no OT token without it", "P2B-IT-3", static (_, _, _) => Task.FromResult<string?>(null)),
        Refused("empty", "A CRM that gives an inappToken issues no OT token for an empty one", "P2B-IT-3", static (_, _, _) => Task.FromResult<string?>("")),
        Refused("malformed", "A CRM that gives an inappToken issues no OT token for nonsense in its place", "P2B-IT-3", static (_, _, _) => Task.FromResult<string?>("no such token!")),
        Refused("unknown", "A CRM that gives an inappToken issues no OT token for an unknown one", "P2B-IT-2", static (_, own, _) => Task.FromResult<string?>(Altered.TokenLike(own))),
        Refused("of-another-user", "A CRM that gives an inappToken issues no OT token for another user's", "P2B-IT-3", static async (run, _, cancellationToken) =>
            (await run.Crm.UserAsync(cancellationToken, 1)).InAppToken ?? throw new NotOfferedException("inappToken for the second trader")) with { Needs = [Capability.SecondUser] },
        new()
        {
            Id = "api/inapp-token/reusable",
            Title = "An inappToken can be used again within its session",
            Requirement = Must("P2B-IT-6").Inferred,
            Remedy = "Do not use an inappToken up in call 4.4: the application stores it and sends it with each action.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var (user, inAppToken) = await OfferedAsync(run, cancellationToken);
                for (var i = 0; i < 2; i++)
                {
                    (await run.AskAsync("generates with the inappToken (4.4)", run.Crm.Generate(await run.Crm.TokenAsync(cancellationToken), user.UserId, inAppToken), cancellationToken)).MustHaveStatus(200);
                }
            },
        },
        new()
        {
            Id = "api/inapp-token/side-by-side",
            Title = "An inappToken stays valid when its user gets another one",
            Requirement = Must("P2B-IT-6").Inferred,
            Remedy = "Keep earlier inappTokens of a user: each device has its own.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var (user, inAppToken) = await OfferedAsync(run, cancellationToken);
                await run.Crm.SecondDeviceAsync(cancellationToken);
                (await run.AskAsync("generates with the earlier inappToken (4.4)", run.Crm.Generate(await run.Crm.TokenAsync(cancellationToken), user.UserId, inAppToken), cancellationToken)).MustHaveStatus(200);
            },
        },
        new()
        {
            Id = "api/inapp-token/ends-with-log-out",
            Title = "An inappToken ends when the access token beside it is logged out",
            Requirement = Must("P2B-4.5-5").Inferred,
            Also = [Must("P2B-IT-6").Inferred],
            Kind = CaseKind.Alone,
            Remedy = "Revoke the inappTokens that were issued with an access token when call 4.5 revokes that.",
            RunAsync = static async (run, cancellationToken) =>
            {
                await OfferedAsync(run, cancellationToken);
                var (token, device) = (await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewDeviceAsync(cancellationToken));
                await run.AskAsync("logs out (4.5)", run.Crm.LogOut(token, device.UserId, CrmCalls.AccessTokenOf(device)), cancellationToken);
                (await run.AskAsync("generates with the inappToken of the ended session (4.4)", run.Crm.Generate(token, device.UserId, device.InAppToken), cancellationToken))
                    .MustBeRefused(403, CrmErrorCode.ClientAuthFailure).MustGiveNothing();
            },
        },
        new()
        {
            Id = "api/inapp-token/ignored-where-none-is-given",
            Title = "A CRM that never gives an inappToken pays no heed to one in call 4.4",
            Requirement = Must("P2B-IT-5").Inferred,
            Also = [May("P2B-4.4-2")],
            Remedy = "Ignore the parameter inappToken as long as you never give one.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var user = await run.Crm.UserAsync(cancellationToken);
                if (user.InAppToken is not null)
                {
                    throw new NotOfferedException("call 4.4 without a check of inappToken, as this CRM gives one");
                }

                (await run.AskAsync("generates with an inappToken of no meaning (4.4)", run.Crm.Generate(await run.Crm.TokenAsync(cancellationToken), user.UserId, "some-value-from-elsewhere"), cancellationToken))
                    .MustHaveStatus(200).MustHaveText("token");
            },
        },
    ];

    private static ConformanceCase Refused(string name, string title, string requirement, Func<CaseRun, string, CancellationToken, Task<string?>> valueAsync) => new()
    {
        Id = $"api/inapp-token/{name}",
        Title = title,
        Requirement = requirement == "P2B-IT-3" ? Must("P2B-IT-3").Inferred : Must(requirement),
        Also = [Must("P2B-IT-4"), Must("P2B-4.4-7")],
        Remedy = Remedy,
        RunAsync = async (run, cancellationToken) =>
        {
            var (user, own) = await OfferedAsync(run, cancellationToken);
            var request = run.Crm.Generate(await run.Crm.TokenAsync(cancellationToken), user.UserId, await valueAsync(run, own, cancellationToken));
            (await run.AskAsync("generates without the right inappToken (4.4)", request, cancellationToken)).MustBeRefused(403, CrmErrorCode.ClientAuthFailure).MustGiveNothing();
        },
    };

    /// <summary>A user with an inappToken; the case is skipped where the CRM gives none.</summary>
    private static async Task<(KnownUser User, string InAppToken)> OfferedAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var user = await run.Crm.UserAsync(cancellationToken);
        return user.InAppToken is { } own ? (user, own) : throw new NotOfferedException("inappToken: calls 4.2 and 4.3 give none");
    }
}

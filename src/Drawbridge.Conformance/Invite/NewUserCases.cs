using Drawbridge.Conformance.Cases;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Invite.InviteCall;

namespace Drawbridge.Conformance.Invite;

/// <summary>The platform tells of a user who registered in an application (INV-23 to INV-25).</summary>
internal static class NewUserCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "new-user/answer", "A new user is answered with 200", Must("INV-25").Inferred,
            "Answer 200, without a body.",
            static async (run, cancellationToken) => (await run.SendAsync("tells of a new user", NewUser(run), cancellationToken)).MustHaveStatus(200), Must("INV-24"), May("INV-23")),
        Case(
            "new-user/repeated", "A new user of whom the platform tells twice is answered with 200 twice", Must("INV-25").Inferred,
            "Recognise the user by userId and brokerName, and answer 200 again.",
            static async (run, cancellationToken) =>
            {
                var request = NewUser(run);
                (await run.SendAsync("tells of a new user", request, cancellationToken)).MustHaveStatus(200);
                (await run.SendAsync("tells of the same again", request, cancellationToken)).MustHaveStatus(200);
            }),
        Case(
            "new-user/without-partner", "A new user without a partner is taken", Must("INV-24").Inferred,
            "Take a user without partnerUserId: nobody has invited that one.",
            static async (run, cancellationToken) => (await run.SendAsync("tells of a new user without a partner", NewUser(run, withPartner: false), cancellationToken)).MustHaveStatus(200)),
        Case(
            "new-user/wrong-token", "A new user told with a wrong token is refused", Must("INV-12"),
            "Compare what stands behind Basic in the header Authorization with your token, and answer 401 when it is another.",
            static async (run, cancellationToken) => (await run.SendAsync(
                "tells with a wrong token", NewUser(run).WithHeader("Authorization", "Basic not-the-token-of-anybody"), cancellationToken)).MustBeRefused(401)),
        .. new[] { "userId", "brokerName", "email" }.Select(static name => Case(
            $"new-user/without-{name.ToLowerInvariant()}", $"A new user without {name} is refused", Must("INV-24").Inferred,
            $"Answer 400 when {name} is missing from the body.",
            async (run, cancellationToken) => (await run.SendAsync($"tells of a new user without {name}", NewUser(run, without: name), cancellationToken)).MustBeRefused(400))),
    ];
}

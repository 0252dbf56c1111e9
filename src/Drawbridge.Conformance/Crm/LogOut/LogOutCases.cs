using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.LogOut;

/// <summary>Call 4.5 where it succeeds. These run alone: they end client-area sessions, and may end more than they should.</summary>
internal static class LogOutCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Alone(new()
        {
            Id = "api/4.5/empty-accessToken-revokes-none",
            Title = "Call 4.5 with an empty accessToken leaves the user's access tokens valid",
            Requirement = Must("P2B-4.5-5").Inferred,
            Remedy = "Revoke an access token only when call 4.5 names it.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var device = await run.Crm.UserAsync(cancellationToken);
                await run.AskAsync("logs out with an empty accessToken (4.5)", await CrmCall.LogOut.RequestAsync(run, cancellationToken), cancellationToken);
                (await ValidateAsync(run, device, cancellationToken)).MustHaveStatus(200);
            },
        }),
        Alone(new()
        {
            Id = "api/4.5/logs-out",
            Title = "Call 4.5 succeeds for the access token of a log-in",
            Requirement = Must("P2B-4.5-1"),
            Also = [Must("P2B-4.5-2"), Must("P2B-4.5-3")],
            Remedy = "Accept POST /oauth2/logout with crmApiToken, userId and accessToken in the query and without a body.",
            RunAsync = static async (run, cancellationToken) => (await SeenAsync(run, cancellationToken)).First.MustSucceed(),
        }),
        Alone(new()
        {
            Id = "api/4.5/status",
            Title = "Call 4.5 answers 204 without a body",
            Requirement = Must("P2B-4.5-4").Inferred,
            Also = [Must("ERR-20")],
            Remedy = "Answer 204 and no body when the user was logged out.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var answer = (await SeenAsync(run, cancellationToken)).First.MustHaveStatus(204);
                answer.Must(answer.Body.Length == 0, "no body", $"one of {answer.Body.Length} characters");
            },
        }),
        Alone(new()
        {
            Id = "api/4.5/revokes-the-access-token",
            Title = "After call 4.5 its access token is refused by call 4.3",
            Requirement = Must("P2B-4.5-5"),
            Also = [Must("P2B-AT-6")],
            Remedy = "Revoke the access token that call 4.5 names: whoever logged out must have to log in again.",
            RunAsync = static async (run, cancellationToken) => (await SeenAsync(run, cancellationToken)).Validated.MustBeRefusedEmptyHanded(),
        }),
        Alone(new()
        {
            Id = "api/4.5/revoked-token-status",
            Title = "Call 4.3 answers a revoked access token with 404",
            Requirement = Must("P2B-4.3-6"),
            Also = [Must("ERR-13")],
            Remedy = "Treat a revoked access token like an unknown one in call 4.3: 404.",
            RunAsync = static async (run, cancellationToken) => (await SeenAsync(run, cancellationToken)).Validated.MustHaveStatus(404),
        }),
        Alone(new()
        {
            Id = "api/4.5/other-devices-stay",
            Title = "Call 4.5 leaves the user's other devices logged in",
            Requirement = Must("P2B-4.5-5").Inferred,
            Also = [Must("P2B-AT-5")],
            Remedy = "Revoke only the access token that call 4.5 names, not all of the user's.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var (ended, other) = (await run.Crm.NewDeviceAsync(cancellationToken), await run.Crm.NewDeviceAsync(cancellationToken));
                await LogOutAsync(run, ended, cancellationToken);
                (await ValidateAsync(run, other, cancellationToken)).MustHaveStatus(200);
            },
        }),
        Alone(new()
        {
            Id = "api/4.5/other-users-stay",
            Title = "Call 4.5 leaves other users logged in",
            Requirement = Must("P2B-4.5-5").Inferred,
            Needs = [Capability.SecondUser],
            Remedy = "Revoke access tokens of the user whom call 4.5 names only.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var (ended, other) = (await run.Crm.NewDeviceAsync(cancellationToken), await run.Crm.UserAsync(cancellationToken, 1));
                await LogOutAsync(run, ended, cancellationToken);
                (await ValidateAsync(run, other, cancellationToken)).MustHaveStatus(200);
            },
        }),
        Alone(new()
        {
            Id = "api/4.5/empty-accessToken",
            Title = "Call 4.5 accepts an empty accessToken, for a session without \"Keep me logged in\"",
            Requirement = Must("P2B-4.5-3").Inferred,
            Remedy = "Tell an empty accessToken from an absent one: empty is fine and revokes no access token.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("logs out with an empty accessToken (4.5)", await CrmCall.LogOut.RequestAsync(run, cancellationToken), cancellationToken)).MustSucceed(),
        }),
        Alone(new()
        {
            Id = "api/4.5/repeated",
            Title = "Call 4.5 succeeds again for a token that it has already ended",
            Requirement = Must("P2B-4.5-6").Inferred,
            Remedy = "Answer 204 when the access token was this user's and is revoked already: the platform repeats calls whose answer it has not got.",
            RunAsync = static async (run, cancellationToken) => (await SeenAsync(run, cancellationToken)).Again.MustSucceed(),
        }),
        Alone(new()
        {
            Id = "api/4.5/log-in-again",
            Title = "A user who was logged out can log in again",
            Requirement = Must("P2B-AT-6"),
            Remedy = "Call 4.5 ends sessions; it neither blocks the user nor keeps new access tokens from being valid.",
            RunAsync = static async (run, cancellationToken) =>
            {
                await SeenAsync(run, cancellationToken);
                (await ValidateAsync(run, await run.Crm.NewDeviceAsync(cancellationToken), cancellationToken)).MustHaveStatus(200);
            },
        }),
    ];

    private static ConformanceCase Alone(ConformanceCase one) => one with { Kind = CaseKind.Alone };

    private static async Task<Answer> LogOutAsync(CaseRun run, KnownUser device, CancellationToken cancellationToken) =>
        await run.AskAsync("logs out (4.5)", run.Crm.LogOut(await run.Crm.TokenAsync(cancellationToken), device.UserId, CrmCalls.AccessTokenOf(device)), cancellationToken);

    private static async Task<Answer> ValidateAsync(CaseRun run, KnownUser device, CancellationToken cancellationToken) =>
        await run.AskAsync("validates the access token (4.3)", run.Crm.Validate(await run.Crm.TokenAsync(cancellationToken), CrmCalls.AccessTokenOf(device)), cancellationToken);

    /// <summary>A device that is logged out twice; once for all cases that look at it.</summary>
    private static Task<LogOutSeen> SeenAsync(CaseRun run, CancellationToken cancellationToken)
    {
        run.Note("looks at the log-out of a device, which cases share");
        return run.Context.Shared.GetAsync("log-out", async () =>
        {
            var device = await run.Crm.NewDeviceAsync(cancellationToken);
            return new LogOutSeen(await LogOutAsync(run, device, cancellationToken), await ValidateAsync(run, device, cancellationToken), await LogOutAsync(run, device, cancellationToken));
        });
    }

    /// <summary>A log-out.</summary>
    /// <param name="First">What call 4.5 answered.</param>
    /// <param name="Validated">What call 4.3 answered then.</param>
    /// <param name="Again">What call 4.5 answered the second time.</param>
    private sealed record LogOutSeen(Answer First, Answer Validated, Answer Again);
}

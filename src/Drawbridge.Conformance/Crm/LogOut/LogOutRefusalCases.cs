using System.Globalization;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm.InApp;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.LogOut;

/// <summary>Call 4.5 where it is refused.</summary>
internal static class LogOutRefusalCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Refused("userId-missing", "no userId", Must("P2B-0-9"), 400, CrmErrorCode.MissingRequiredParameter, Fault.By(static request => request.WithQuery("userId", null))),
        Refused("userId-empty", "an empty userId", Must("P2B-0-9"), 400, CrmErrorCode.MissingRequiredParameter, Fault.By(static request => request.WithQuery("userId", ""))),
        Refused("userId-text", "words as userId", Must("P2B-0-9").Inferred, 400, null, Fault.By(static request => request.WithQuery("userId", "nobody"))),
        Refused("accessToken-missing", "no accessToken", Must("P2B-0-9"), 400, CrmErrorCode.MissingRequiredParameter, Fault.By(static request => request.WithQuery("accessToken", null))),
        Refused("unknown-user", "an unknown userId", Must("P2B-4.5-6").Inferred, 404, null, Fault.By(static request =>
            request.WithQuery("userId", GenerationCases.NobodysUserId.ToString(CultureInfo.InvariantCulture)))),
        Refused("malformed-accessToken", "nonsense as accessToken", Must("P2B-4.5-6").Inferred, 417, CrmErrorCode.NonExistedToken, Fault.By(static request =>
            request.WithQuery("accessToken", "<b>not</b> a token, clearly!"))),
        Refused("unknown-accessToken", "an accessToken that was never issued", Must("P2B-4.5-6").Inferred, 404, null, static async (run, request, cancellationToken) =>
            request.WithQuery("accessToken", Altered.TokenLike(await run.Crm.AccessTokenAsync(cancellationToken)))),
        Refused("another-users-accessToken", "another user's accessToken", Must("P2B-4.5-6").Inferred, 404, null, static async (run, request, cancellationToken) =>
            request.WithQuery("accessToken", await run.Crm.AccessTokenAsync(cancellationToken, 1))) with { Needs = [Capability.SecondUser] },
        new()
        {
            Id = "api/4.5/another-users-accessToken-stays",
            Title = "Call 4.5 under one user's userId does not end another user's access token",
            Requirement = Must("P2B-4.5-6").Inferred,
            Needs = [Capability.SecondUser],
            Kind = CaseKind.Alone,
            Remedy = "Look whether the access token belongs to the userId before revoking it.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var (token, user, other) = (await run.Crm.TokenAsync(cancellationToken), await run.Crm.UserAsync(cancellationToken), await run.Crm.NewDeviceAsync(cancellationToken, 1));
                await run.AskAsync("logs the first user out with the second one's access token (4.5)", run.Crm.LogOut(token, user.UserId, CrmCalls.AccessTokenOf(other)), cancellationToken);
                (await run.AskAsync("validates the second one's access token (4.3)", run.Crm.Validate(token, CrmCalls.AccessTokenOf(other)), cancellationToken)).MustHaveStatus(200);
            },
        },
    ];

    private static ConformanceCase Refused(
        string name, string what, Requirement requirement, int status, string? code, Func<CaseRun, TargetRequest, CancellationToken, Task<TargetRequest>> makeAsync) => new Fault
    {
        Call = CrmCall.LogOut,
        Id = $"api/4.5/{name}",
        What = what,
        Requirement = requirement,
        Also = [Must("P2B-4.5-2"), Must("P2B-4.5-3")],
        Kind = CaseKind.Alone,
        Status = status,
        Code = code,
        Remedy = "Check userId (there, a number, known) and accessToken (there, well-formed, issued to this user) before anything is ended.",
        MakeAsync = makeAsync,
    }.ToCase();
}

using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.AccessTokens;

/// <summary>A token of one kind is of no use as one of another.</summary>
internal static class TokenMixCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Mix("accessToken-as-code", "An access token is not accepted as an OT token", "P2B-OT-8", static async (run, token, cancellationToken) =>
            run.Crm.Exchange(token, await run.Crm.AccessTokenAsync(cancellationToken))),
        Mix("code-as-accessToken", "An OT token is not accepted as an access token", "P2B-AT-1", static async (run, token, cancellationToken) =>
            run.Crm.Validate(token, await run.Crm.NewOneTimeTokenAsync(cancellationToken))),
        Mix("crmApiToken-as-code", "A crmApiToken is not accepted as an OT token", "P2B-OT-8", static (run, token, _) => Task.FromResult(run.Crm.Exchange(token, token))),
        Mix("crmApiToken-as-accessToken", "A crmApiToken is not accepted as an access token", "P2B-AT-1", static (run, token, _) => Task.FromResult(run.Crm.Validate(token, token))),
        Mix("code-as-crmApiToken", "An OT token is not accepted as crmApiToken", "P2B-CT-4", static async (run, _, cancellationToken) =>
        {
            var user = await run.Crm.UserAsync(cancellationToken);
            return run.Crm.Generate(await run.Crm.NewOneTimeTokenAsync(cancellationToken), user.UserId, user.InAppToken);
        }),
        Mix("accessToken-as-crmApiToken", "An access token is not accepted as crmApiToken", "P2B-CT-4", static async (run, _, cancellationToken) =>
        {
            var user = await run.Crm.UserAsync(cancellationToken);
            return run.Crm.Generate(CrmCalls.AccessTokenOf(user), user.UserId, user.InAppToken);
        }),
        Mix("password-as-crmApiToken", "The password of call 4.1 is not accepted as crmApiToken", "P2B-CT-4", static async (run, _, cancellationToken) =>
        {
            var user = await run.Crm.UserAsync(cancellationToken);
            return run.Crm.Generate(run.Broker.CrmPassword, user.UserId, user.InAppToken);
        }),
    ];

    private static ConformanceCase Mix(string name, string title, string requirement, Func<CaseRun, string, CancellationToken, Task<TargetRequest>> requestAsync) => new()
    {
        Id = $"api/tokens/{name}",
        Title = title,
        Requirement = Must(requirement).Inferred,
        Also = [Must("P2B-0-12")],
        Remedy = "Keep the kinds of tokens apart, in tables of their own or with their kind beside them: a stolen token of one kind must not open the door of another.",
        RunAsync = async (run, cancellationToken) =>
            (await run.AskAsync("uses one kind of token as another", await requestAsync(run, await run.Crm.TokenAsync(cancellationToken), cancellationToken), cancellationToken)).MustBeRefusedEmptyHanded(),
    };
}

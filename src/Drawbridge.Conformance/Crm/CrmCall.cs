using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Conformance.Crm;

/// <summary>One of the calls 4.1 to 4.5, for rules that are the same for several of them.</summary>
internal sealed record CrmCall
{
    public static readonly CrmCall Authenticate = new()
    {
        Number = "4.1", Path = CrmPaths.CrmApiToken, Member = "password", Gives = "crmApiToken",
        RequestAsync = static (run, _) => Task.FromResult(run.Crm.Authenticate()),
    };

    public static readonly CrmCall Exchange = new()
    {
        Number = "4.2", Path = CrmPaths.AuthorizeOneTime, Member = "code", Gives = "userId",
        RequestAsync = static async (run, cancellationToken) =>
            run.Crm.Exchange(await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken)),
    };

    public static readonly CrmCall Validate = new()
    {
        Number = "4.3", Path = CrmPaths.Authorize, Member = "accessToken", Gives = "userId",
        RequestAsync = static async (run, cancellationToken) =>
            run.Crm.Validate(await run.Crm.TokenAsync(cancellationToken), await run.Crm.AccessTokenAsync(cancellationToken)),
    };

    public static readonly CrmCall Generate = new()
    {
        Number = "4.4", Path = CrmPaths.GenerateOneTime, Member = "userId", Gives = "token",
        RequestAsync = static async (run, cancellationToken) =>
        {
            var user = await run.Crm.UserAsync(cancellationToken);
            return run.Crm.Generate(await run.Crm.TokenAsync(cancellationToken), user.UserId, user.InAppToken);
        },
    };

    public static readonly CrmCall LogOut = new()
    {
        Number = "4.5", Path = CrmPaths.Logout,
        RequestAsync = static async (run, cancellationToken) =>
            run.Crm.LogOut(await run.Crm.TokenAsync(cancellationToken), (await run.Crm.UserAsync(cancellationToken)).UserId, accessToken: ""),
    };

    public static readonly IReadOnlyList<CrmCall> All = [Authenticate, Exchange, Validate, Generate, LogOut];

    /// <summary>Those with a body.</summary>
    public static readonly IReadOnlyList<CrmCall> WithBody = [Authenticate, Exchange, Validate, Generate];

    /// <summary>Those that carry <c>crmApiToken</c>.</summary>
    public static readonly IReadOnlyList<CrmCall> WithToken = [Exchange, Validate, Generate, LogOut];

    /// <summary>Its number in the protocol, such as <c>4.2</c>.</summary>
    public required string Number { get; init; }

    public required string Path { get; init; }

    /// <summary>The key that its body must have; null when it has no body.</summary>
    public string? Member { get; init; }

    /// <summary>The key that its answer has; null when that has no body.</summary>
    public string? Gives { get; init; }

    /// <summary>A request that succeeds, with everything that it needs.</summary>
    public required Func<CaseRun, CancellationToken, Task<TargetRequest>> RequestAsync { get; init; }

    /// <summary>What a success of it does to others: 4.5 ends the client-area sessions of its user.</summary>
    public CaseKind KindOfSuccess => this == LogOut ? CaseKind.Alone : CaseKind.Api;

    /// <summary>The requirement that names the call.</summary>
    public string Requirement => $"P2B-{Number}-1";

    /// <summary>The answer is a success with what the call gives.</summary>
    public Answer MustSucceed(CaseRun run, Answer answer)
    {
        run.Learn(answer);
        answer.MustSucceed();
        return Gives is { } member && !answer.Has(member) ? answer.Must(isSo: false, $"\"{member}\" in the body", "a body without it") : answer;
    }
}

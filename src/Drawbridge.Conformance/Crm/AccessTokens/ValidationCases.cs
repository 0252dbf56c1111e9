using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.AccessTokens;

/// <summary>Call 4.3 with values of <c>accessToken</c> that are no good.</summary>
internal static class ValidationCases
{
    private static readonly MemberFaults Texts = new(CrmCall.Validate, "accessToken", Must("P2B-0-9"), Must("P2B-4.3-2"));

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.3/invalid-accessToken",
            Title = "Call 4.3 with an invalid access token answers an error without userId",
            Requirement = Must("CONF-6.1.3-2"),
            Also = [Must("P2B-0-12")],
            Remedy = "Answer an error when the access token is not known, without a userId.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustBeRefusedEmptyHanded(),
        },
        new()
        {
            Id = "api/4.3/unknown",
            Title = "Call 4.3 with an unknown access token answers 404",
            Requirement = Must("P2B-4.3-6"),
            Also = [Must("ERR-13")],
            Remedy = "Answer 404 when no access token of that value was issued, or it was revoked.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustHaveStatus(404),
        },
        new()
        {
            Id = "api/4.3/unknown-code-name",
            Title = "The error of an unknown access token has the code ACCESS_TOKEN_NOT_FOUND",
            Requirement = Must("ERR-13").Inferred,
            Remedy = "Write \"code\":\"ACCESS_TOKEN_NOT_FOUND\" into the error.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustHaveCode(CrmErrorCode.AccessTokenNotFound),
        },
        new()
        {
            Id = "api/4.3/other-case",
            Title = "An access token in other case is not the same token",
            Requirement = Must("P2B-AT-7").Inferred,
            Remedy = "Compare access tokens exactly; watch for a database collation that ignores case.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var other = Altered.OtherCase(await run.Crm.AccessTokenAsync(cancellationToken)) ?? throw new NotOfferedException("access tokens with letters");
                run.Secrets.Learn(other, "accessToken");
                (await ValidateAsync(run, other, cancellationToken)).MustBeRefusedEmptyHanded();
            },
        },
        Malformed("punctuation", "punctuation in accessToken", "<b>not</b> a token, clearly!", inferred: false),
        Malformed("unicode", "an accessToken in other scripts", "долгосрочный-токен-令牌-🔑", inferred: false),
        Malformed("short", "an accessToken of three characters", "abc", inferred: true),
        Malformed("long", "an accessToken of 10,000 characters", new string('a', 10_000), inferred: true),
        .. Texts.Missing,
        .. Texts.WrongType,
        new()
        {
            Id = "api/4.3/accessToken-in-query",
            Title = "Call 4.3 takes accessToken from the body only",
            Requirement = Must("P2B-4.3-2").Inferred,
            Remedy = "Read accessToken from the JSON body only in call 4.3. What stands in an address ends up in access logs.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var access = await run.Crm.AccessTokenAsync(cancellationToken);
                (await run.AskAsync(
                    "validates with the access token in the query",
                    run.Crm.Validate(await run.Crm.TokenAsync(cancellationToken), access).WithoutMember("accessToken").AddQuery("accessToken", access),
                    cancellationToken)).MustBeRefusedEmptyHanded();
            },
        },
    ];

    private static async Task<Answer> UnknownAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var access = Altered.TokenLike(await run.Crm.AccessTokenAsync(cancellationToken));
        run.Note("the access token is one like a real one, with other characters");
        return await ValidateAsync(run, access, cancellationToken);
    }

    private static async Task<Answer> ValidateAsync(CaseRun run, string access, CancellationToken cancellationToken) =>
        await run.AskAsync("validates the access token (4.3)", run.Crm.Validate(await run.Crm.TokenAsync(cancellationToken), access), cancellationToken);

    private static ConformanceCase Malformed(string name, string what, string value, bool inferred) => new Fault
    {
        Call = CrmCall.Validate,
        Id = $"api/4.3/malformed-{name}",
        What = what,
        Requirement = inferred ? Must("P2B-4.3-6").Inferred : Must("P2B-4.3-6"),
        Also = [Must("ERR-16"), Must("P2B-AT-7").Inferred],
        Status = 417,
        Code = CrmErrorCode.NonExistedToken,
        Remedy = "Check the form of accessToken before looking for it: what cannot be a token of yours at all is 417 CID_NON_EXISTED_TOKEN.",
        MakeAsync = Fault.By(request => request.WithMember("accessToken", value)),
    }.ToCase();
}

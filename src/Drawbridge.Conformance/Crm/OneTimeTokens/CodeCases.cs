using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.OneTimeTokens;

/// <summary>Call 4.2 with values of <c>code</c> that are no good.</summary>
internal static class CodeCases
{
    private static readonly MemberFaults Texts = new(CrmCall.Exchange, "code", Must("P2B-0-9"), Must("P2B-4.2-2"));

    private const string MalformedRemedy = "Check the form of code before looking for it: what cannot be a token of yours at all is 417 CID_NON_EXISTED_TOKEN.";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.2/invalid-code",
            Title = "Call 4.2 with an invalid OT token answers an error, without accessToken and userId",
            Requirement = Must("CONF-6.1.2-2"),
            Also = [Must("P2B-0-12")],
            Remedy = "Answer an error when the OT token is not known, and put neither accessToken nor userId into it.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustBeRefusedEmptyHanded(),
        },
        new()
        {
            Id = "api/4.2/unknown",
            Title = "Call 4.2 with an unknown OT token answers 404",
            Requirement = Must("P2B-4.2-8"),
            Also = [Must("ERR-12")],
            Remedy = "Answer 404 when no OT token of that value was issued.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustHaveStatus(404),
        },
        new()
        {
            Id = "api/4.2/unknown-code-name",
            Title = "The error of an unknown OT token has the code OT_TOKEN_NOT_FOUND",
            Requirement = Must("ERR-12").Inferred,
            Remedy = "Write \"code\":\"OT_TOKEN_NOT_FOUND\" into the error.",
            RunAsync = static async (run, cancellationToken) => (await UnknownAsync(run, cancellationToken)).MustHaveCode(CrmErrorCode.OneTimeTokenNotFound),
        },
        new()
        {
            Id = "api/4.2/other-case",
            Title = "An OT token in other case is not the same token",
            Requirement = Must("P2B-OT-6").Inferred,
            Remedy = "Compare OT tokens exactly; watch for a database collation that ignores case.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var other = Altered.OtherCase(await run.Crm.NewOneTimeTokenAsync(cancellationToken)) ?? throw new NotOfferedException("OT tokens with letters");
                run.Secrets.Learn(other, "OT token");
                (await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), other, cancellationToken)).MustBeRefusedEmptyHanded();
            },
        },
        Malformed("punctuation", "punctuation in code", static _ => "<b>not</b> a token, clearly!", Must("P2B-4.2-7")),
        Malformed("white-space", "a space after a code", static code => code + " ", Must("P2B-4.2-7").Inferred),
        Malformed("unicode", "a code in other scripts", static _ => "одноразовый-пароль-令牌-🔑", Must("P2B-4.2-7")),
        Malformed("short", "a code of three characters", static _ => "abc", Must("P2B-4.2-7").Inferred),
        Malformed("long", "a code of 10,000 characters", static _ => new string('a', 10_000), Must("P2B-4.2-7").Inferred),
        .. Texts.Missing,
        .. Texts.WrongType,
        new()
        {
            Id = "api/4.2/code-in-query",
            Title = "Call 4.2 takes code from the body only",
            Requirement = Must("P2B-4.2-2").Inferred,
            Remedy = "Read code from the JSON body only. What stands in an address ends up in access logs.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var code = await run.Crm.NewOneTimeTokenAsync(cancellationToken);
                (await run.AskAsync(
                    "exchanges with the code in the query", run.Crm.Exchange(await run.Crm.TokenAsync(cancellationToken), code).WithoutMember("code").AddQuery("code", code), cancellationToken))
                    .MustBeRefusedEmptyHanded();
            },
        },
    ];

    private static async Task<Answer> UnknownAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var code = Altered.TokenLike(await run.Crm.NewOneTimeTokenAsync(cancellationToken));
        run.Note("the code is one like a real one, with other characters");
        return await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), code, cancellationToken);
    }

    private static ConformanceCase Malformed(string name, string what, Func<string, string> change, Requirement requirement) => new Fault
    {
        Call = CrmCall.Exchange,
        Id = $"api/4.2/malformed-{name}",
        What = what,
        Requirement = requirement,
        Also = [Must("ERR-16"), Must("P2B-OT-6").Inferred],
        Status = 417,
        Code = CrmErrorCode.NonExistedToken,
        Remedy = MalformedRemedy,
        MakeAsync = async (run, request, cancellationToken) => request.WithMember("code", change(await run.Crm.NewOneTimeTokenAsync(cancellationToken))),
    }.ToCase();
}

using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Requests;

/// <summary>Two things are wrong at once: the first check that fails answers (P2B-0-8).</summary>
internal static class OrderCases
{
    private const string Nobody = "nobody-of-this-name";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.WithBody.Select(static call => Case(call, "body-before-names", "an unreadable body and unknown names", 400, CrmErrorCode.InvalidRequest, static request =>
            request.WithBody("{\"cut\":").WithNames(Nobody, Nobody))),
        .. CrmCall.WithToken.Select(static call => Case(call, "names-before-crmApiToken", "unknown names and a bad crmApiToken", 401, CrmErrorCode.BrokerIdInvalid, static request =>
            request.WithNames(Nobody, Nobody).WithQuery("crmApiToken", "<no> token!"))),
        Case(CrmCall.Authenticate, "names-before-password", "unknown names and no password", 401, CrmErrorCode.BrokerIdInvalid, static request =>
            request.WithNames(Nobody, Nobody).WithoutMember("password")),
        .. CrmCall.WithToken.Where(static call => call.Member is not null).Select(static call => Case(
            call, "crmApiToken-before-required", "a bad crmApiToken and an empty object as body", 403, CrmErrorCode.ClientAuthFailure, static request => request.WithQuery("crmApiToken", "<no> token!").WithBody("{}"))),
        Case(CrmCall.LogOut, "crmApiToken-before-required", "a bad crmApiToken and no userId", 403, CrmErrorCode.ClientAuthFailure, static request =>
            request.WithQuery("crmApiToken", "<no> token!").WithQuery("userId", null)),
    ];

    private static ConformanceCase Case(CrmCall call, string name, string what, int status, string code, Func<TargetRequest, TargetRequest> change) => new Fault
    {
        Call = call,
        Id = $"api/order/{call.Number}/{name}",
        What = what,
        Requirement = Must("P2B-0-8").Inferred,
        Status = status,
        Code = code,
        Remedy = "Check in this order and answer the first that fails: body and query readable, broker names, crmApiToken (4.1: password), broker enabled, required fields, the token or user itself.",
        MakeAsync = Fault.By(change),
    }.ToCase();
}

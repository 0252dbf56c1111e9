using System.Globalization;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>Where the names may be left out: what belongs to a broker of one CRM, shown by another CRM without names.</summary>
internal static class StrangerCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(CrmCall.Exchange, "an OT token", static async (run, token, cancellationToken) => run.Crm.Exchange(token, await run.Crm.NewOneTimeTokenAsync(cancellationToken))),
        Case(CrmCall.Validate, "an access token", static async (run, token, cancellationToken) => run.Crm.Validate(token, await run.Crm.AccessTokenAsync(cancellationToken))),
        Case(CrmCall.Generate, "a userId", static async (run, token, cancellationToken) => run.Crm.Generate(token, (await run.Crm.UserAsync(cancellationToken)).UserId, inAppToken: null)),
        Case(CrmCall.LogOut, "a userId", static async (run, token, cancellationToken) => run.Crm.LogOut(token, (await run.Crm.UserAsync(cancellationToken)).UserId, accessToken: "")),
    ];

    private static ConformanceCase Case(CrmCall call, string what, Func<CaseRun, string, CancellationToken, Task<TargetRequest>> make) => new()
    {
        Id = $"api/optional-identification/{call.Number}/of-another-crm",
        Title = $"Call {call.Number} without names answers {what} of another CRM's broker with 404, as if it were unknown",
        Requirement = Must("BID-32").Inferred,
        Also = [Must("BID-44")],
        Needs = [Capability.OptionalIdentification, Capability.OtherCrm],
        Kind = call.KindOfSuccess,
        Remedy = "Look for tokens and users among the brokers of the CRM whose crmApiToken it is, and answer 404 for all others: without names nobody has said a wrong one.",
        RunAsync = async (run, cancellationToken) =>
        {
            var request = (await make(run, await run.Crm.OtherCrmsTokenAsync(cancellationToken), cancellationToken)).WithNames(null, null);
            var answer = await run.AskAsync(string.Create(CultureInfo.InvariantCulture, $"calls {call.Number} with {what} of another CRM's broker"), request, cancellationToken);
            if (answer.Text("code") == CrmErrorCode.BrokerIdMissing)
            {
                throw new NotOfferedException("optional names at the other CRM");
            }

            answer.MustBeRefused(404).MustGiveNothing();
        },
    };
}

using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>A broker whose users the platform knows itself: it makes none of these calls.</summary>
internal static class HandoffCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/handoff/no-crmApiToken",
            Title = "Under one-time-token handoff alone, call 4.1 gives no crmApiToken",
            Requirement = Must("FLOW-HANDOFF-10").Inferred,
            Needs = [Capability.Handoff],
            Remedy = "Refuse the calls of section 4 for a broker whose users log in at the platform: nobody makes them, so nobody should be able to use them.",
            RunAsync = static async (run, cancellationToken) =>
            {
                if (run.Offers(Capability.Sso))
                {
                    throw new NotOfferedException("handoff without SSO beside it");
                }

                (await run.AskAsync("authenticates with the right password", run.Crm.Authenticate(), cancellationToken)).MustBeRefusedEmptyHanded();
            },
        },
    ];
}

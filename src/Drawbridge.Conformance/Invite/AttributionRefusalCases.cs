using Drawbridge.Conformance.Cases;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Invite.InviteCall;

namespace Drawbridge.Conformance.Invite;

/// <summary>Attributions that are not taken.</summary>
internal static class AttributionRefusalCases
{
    private static readonly string[] Given = ["brokerPartnerId", "brokerResult"];

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "attribution/wrong-token", "A wrong token is refused", Must("INV-12"),
            "Compare what stands behind Basic in the header Authorization with your token, and answer 401 when it is another.",
            static async (run, cancellationToken) => (await run.SendAsync(
                "tells with a wrong token", Attribution(run).WithHeader("Authorization", "Basic not-the-token-of-anybody"), cancellationToken)).MustBeRefused(401).MustNotHave(Given)),
        Case(
            "attribution/no-token", "A request without a token is refused", Must("INV-12"),
            "Answer 401 when the header Authorization is missing.",
            static async (run, cancellationToken) => (await run.SendAsync(
                "tells without a token", Attribution(run).WithHeader("Authorization", null), cancellationToken)).MustBeRefused(401).MustNotHave(Given)),
        Case(
            "attribution/unknown-broker", "A broker that is not known is refused", Must("INV-22").Inferred,
            "Answer 401 BROKER_ID_INVALID when no broker has that brokerName.",
            static async (run, cancellationToken) =>
            {
                var body = AttributionBody(run);
                body["brokerName"] = "nobody_at_all";
                (await run.SendAsync("tells of an unknown broker", Attribution(run, body), cancellationToken)).MustBeRefused(401);
            }),
        Case(
            "attribution/unknown-name-in-address", "An unknown name in the address is refused", Must("INV-26").Inferred,
            "Validate brokerName and brokerCrmName in the query when they are there, and answer 401 BROKER_ID_INVALID when nobody has such a name.",
            static async (run, cancellationToken) => (await run.SendAsync(
                "tells with an unknown name in the address", Attribution(run).WithQuery("brokerName", "nobody_at_all"), cancellationToken)).MustBeRefused(401)),
        Case(
            "attribution/other-name-in-address", "A name in the address that is not the body's is refused", Must("INV-26").Inferred,
            "Hold brokerName in the query against the one in the body, and answer 403 BROKER_ID_MISMATCH when they differ.",
            static async (run, cancellationToken) => (await run.SendAsync(
                "tells with another broker's name in the address", Attribution(run).WithQuery("brokerName", run.Broker.Second!.Names.BrokerName), cancellationToken)).MustBeRefused(403)) with
        {
            Needs = [Capability.Invite, Capability.SecondBroker],
        },
        .. new[] { "invitedUserId", "partnerUserId", "brokerName" }.Select(static name => Case(
            $"attribution/without-{name.ToLowerInvariant()}", $"An attribution without {name} is refused", Must("INV-22").Inferred,
            $"Answer 400 when {name} is missing from the body.",
            async (run, cancellationToken) =>
            {
                var body = AttributionBody(run);
                body.Remove(name);
                (await run.SendAsync($"tells without {name}", Attribution(run, body), cancellationToken)).MustBeRefused(400);
            },
            Must("INV-13"))),
    ];
}

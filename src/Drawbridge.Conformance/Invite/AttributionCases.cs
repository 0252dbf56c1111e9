using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Invite.InviteCall;

namespace Drawbridge.Conformance.Invite;

/// <summary>The platform tells of an invited user, and the broker says what becomes of it (INV-11 to INV-21).</summary>
internal static class AttributionCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "attribution/answer", "An attribution is answered with 200, and with a known result if there is one", Must("INV-15"),
            "Answer 200 with {\"brokerPartnerId\":\"…\",\"brokerResult\":\"…\"}; both may be left out, brokerResult is ATTRIBUTED_NEW, ATTRIBUTED, PENDING_ATTRIBUTION or REATTRIBUTED.",
            static (run, cancellationToken) => TakenAsync(run, "tells of an invited user", Attribution(run), cancellationToken),
            Must("INV-11"), Must("INV-13"), Must("INV-18"), Must("INV-20")),
        Case(
            "attribution/new-partner-identifier", "A partner who is attributed anew has an identifier", Must("INV-16"),
            "Generate the identifier of a partner whom you see for the first time, and answer it as brokerPartnerId beside ATTRIBUTED_NEW: the platform enters it.",
            static async (run, cancellationToken) =>
            {
                var answer = await TakenAsync(run, "tells of an invited user", Attribution(run), cancellationToken);
                answer.Must(answer.Text("brokerResult") != AttributedNew || answer.Text("brokerPartnerId") is { Length: > 0 }, $"brokerPartnerId beside {AttributedNew}", "none");
            },
            Must("INV-15")),
        Case(
            "attribution/nobody-moved", "A user of whom nobody has heard before is not moved from another partner", Must("INV-19"),
            "Answer REATTRIBUTED only when the user belonged to another partner until now.",
            static async (run, cancellationToken) =>
            {
                var answer = await TakenAsync(run, "tells of a user of whom nobody has heard", Attribution(run), cancellationToken);
                answer.Must(answer.Text("brokerResult") != Reattributed, $"another brokerResult than {Reattributed}", Reattributed);
            }),
        Case(
            "attribution/same-partner-again", "A second user of the same partner is answered with the same identifier of the partner", Must("INV-17"),
            "Recognise the partner by partnerUserId, and answer with the identifier that it already has.",
            static async (run, cancellationToken) =>
            {
                var partner = NewUserId();
                var first = await TakenAsync(run, "tells of a partner's first user", Attribution(run, partner), cancellationToken);
                var second = await TakenAsync(run, "tells of another user of that partner", Attribution(run, partner), cancellationToken);
                second.Must(second.Text("brokerPartnerId") == first.Text("brokerPartnerId"), "the same brokerPartnerId for the same partner", "another one");
            },
            Must("INV-20")),
        Case(
            "attribution/not-new-twice", "A partner is new once", Must("INV-17"),
            "Answer ATTRIBUTED_NEW for the first user of a partner, and ATTRIBUTED for those that follow.",
            static async (run, cancellationToken) =>
            {
                var partner = NewUserId();
                await TakenAsync(run, "tells of a partner's first user", Attribution(run, partner), cancellationToken);
                var second = await TakenAsync(run, "tells of another user of that partner", Attribution(run, partner), cancellationToken);
                second.Must(second.Text("brokerResult") != AttributedNew, $"another brokerResult than {AttributedNew} for a partner who is known", AttributedNew);
            },
            Must("INV-16")),
        Case(
            "attribution/known-identifier", "A partner is recognised by the identifier that the platform sends back", Must("INV-20"),
            "Look for brokerPartnerId among the identifiers of your partners, and answer with it.",
            static async (run, cancellationToken) =>
            {
                var partner = NewUserId();
                var first = await TakenAsync(run, "tells of a partner's first user", Attribution(run, partner), cancellationToken);
                if (first.Text("brokerPartnerId") is not { Length: > 0 } identifier)
                {
                    throw new NotOfferedException("the broker has answered no brokerPartnerId that could be sent back");
                }

                var body = AttributionBody(run, partner);
                body["brokerPartnerId"] = identifier;
                var second = await TakenAsync(run, "tells of another user, with that identifier", Attribution(run, body), cancellationToken);
                second.Must(second.Text("brokerPartnerId") == identifier, "the identifier that was sent", second.Text("brokerPartnerId") ?? "none");
            },
            Must("INV-13"), Must("INV-17")),
        Case(
            "attribution/repeated", "A repeated attribution is answered as the first time", Must("INV-21").Inferred,
            "Keep what you answered for (brokerName, invitedUserId, partnerUserId), and answer a repetition in the same way without attributing again.",
            static async (run, cancellationToken) =>
            {
                var request = Attribution(run);
                var first = await TakenAsync(run, "tells of an invited user", request, cancellationToken);
                var again = await TakenAsync(run, "tells of the same again", request, cancellationToken);
                again.Must(again.Body == first.Body, $"the same answer as before, {first.Body}", again.Body);
            }),
        Case(
            "attribution/space-in-name", "A name with a space behind it is read as the name", Must("INV-14"),
            "Trim the keys of the body before you read them: published examples carry \"invitedUserId \".",
            static async (run, cancellationToken) =>
            {
                var body = AttributionBody(run);
                var user = (long)body["invitedUserId"]!;
                body.Remove("invitedUserId");
                body["invitedUserId "] = user;
                await TakenAsync(run, "tells of an invited user with a space in a name", Attribution(run, body), cancellationToken);
            }),
        Case(
            "attribution/unknown-member", "Members that nobody has defined are ignored", Must("INV-13"),
            "Read the members that you know, and leave the others alone.",
            static async (run, cancellationToken) =>
            {
                var body = AttributionBody(run);
                body["somethingNew"] = new JsonArray(1, 2);
                await TakenAsync(run, "tells of an invited user, and something more", Attribution(run, body), cancellationToken);
            }),
        Case(
            "attribution/without-crm-name", "An attribution needs no brokerCrmName", Must("INV-26").Inferred,
            "Find the broker by brokerName of the body: the platform sends no brokerCrmName there.",
            static (run, cancellationToken) => TakenAsync(
                run, "tells of an invited user with brokerName only", Attribution(run).WithQuery("brokerName", null).WithQuery("brokerCrmName", null), cancellationToken)),
        Case(
            "attribution/names-in-address", "Both names may stand in the address that is registered", Must("INV-26").Inferred,
            "Take brokerName and brokerCrmName in the query as well, when they agree with the body.",
            static (run, cancellationToken) => TakenAsync(
                run, "tells of an invited user with both names in the address", Attribution(run).WithQuery("brokerName", run.Broker.Names.BrokerName).WithQuery("brokerCrmName", run.Broker.Names.BrokerCrmName), cancellationToken)),
    ];
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Invite;

/// <summary>The webhooks by which the platform tells a broker of invited users (INV-11 to INV-26).</summary>
internal static class InviteCases
{
    private static readonly string[] Results = ["ATTRIBUTED_NEW", "ATTRIBUTED", "PENDING_ATTRIBUTION", "REATTRIBUTED"];

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. Attribution(), .. NewUser()];

    private static IEnumerable<ConformanceCase> Attribution()
    {
        yield return Of(
            "attribution/answer", "An attribution is answered with 200, and with a known result if there is one", Must("INV-15"),
            "Answer 200 with {\"brokerPartnerId\":\"…\",\"brokerResult\":\"…\"}; both may be left out, brokerResult is ATTRIBUTED_NEW, ATTRIBUTED, PENDING_ATTRIBUTION or REATTRIBUTED.",
            static async (run, cancellationToken) => MustBeResult(await SendAsync(run, "tells of an invited user", AttributionOf(run), cancellationToken)),
            Must("INV-11"), Must("INV-13"), Must("INV-16"), Must("INV-18"), Must("INV-20"));
        yield return Of(
            "attribution/same-partner-again", "A second user of the same partner is answered with the same identifier of the partner", Must("INV-17"),
            "Recognise the partner by partnerUserId, and answer with the identifier that it already has.",
            static async (run, cancellationToken) =>
            {
                var partner = NewUserId();
                var first = MustBeResult(await SendAsync(run, "tells of a partner's first user", AttributionOf(run, partner), cancellationToken));
                var second = MustBeResult(await SendAsync(run, "tells of another user of that partner", AttributionOf(run, partner), cancellationToken));
                second.Must(second.Text("brokerPartnerId") == first.Text("brokerPartnerId"), "the same brokerPartnerId for the same partner", "another one");
            },
            Must("INV-20"));
        yield return Of(
            "attribution/repeated", "A repeated attribution is answered as the first time", Must("INV-21").Inferred,
            "Keep what you answered for (brokerName, invitedUserId, partnerUserId), and answer a repetition in the same way without attributing again.",
            static async (run, cancellationToken) =>
            {
                var request = AttributionOf(run);
                var first = MustBeResult(await SendAsync(run, "tells of an invited user", request, cancellationToken));
                var again = MustBeResult(await SendAsync(run, "tells of the same again", request, cancellationToken));
                again.Must(again.Body == first.Body, $"the same answer as before, {first.Body}", again.Body);
            });
        yield return Of(
            "attribution/space-in-name", "A name with a space behind it is read as the name", Must("INV-14"),
            "Trim the keys of the body before you read them: published examples carry \"invitedUserId \".",
            static async (run, cancellationToken) =>
            {
                var body = Body(run);
                var user = (long)body["invitedUserId"]!;
                body.Remove("invitedUserId");
                body["invitedUserId "] = user;
                MustBeResult(await SendAsync(run, "tells of an invited user with a space in a name", Post(run, run.Broker.Invite!.AttributionPath, body), cancellationToken));
            });
        yield return Of(
            "attribution/without-crm-name", "An attribution needs no brokerCrmName", Must("INV-26").Inferred,
            "Find the broker by brokerName of the body: the platform sends no brokerCrmName here.",
            static async (run, cancellationToken) => MustBeResult(await SendAsync(run, "tells of an invited user with brokerName only", AttributionOf(run), cancellationToken)));
        yield return Of(
            "attribution/unknown-member", "Members that nobody has defined are ignored", Must("INV-13"),
            "Read the members that you know, and leave the others alone.",
            static async (run, cancellationToken) =>
            {
                var body = Body(run);
                body["somethingNew"] = new JsonArray(1, 2);
                MustBeResult(await SendAsync(run, "tells of an invited user, and something more", Post(run, run.Broker.Invite!.AttributionPath, body), cancellationToken));
            });
        yield return Of(
            "attribution/wrong-token", "A wrong token is refused", Must("INV-12"),
            "Compare what stands behind Basic in the header Authorization with your token, and answer 401 when it is another.",
            static async (run, cancellationToken) =>
                (await SendAsync(run, "tells with a wrong token", AttributionOf(run).WithHeader("Authorization", "Basic not-the-token-of-anybody"), cancellationToken)).MustBeRefused(401).MustNotHave("brokerPartnerId", "brokerResult"));
        yield return Of(
            "attribution/no-token", "A request without a token is refused", Must("INV-12"),
            "Answer 401 when the header Authorization is missing.",
            static async (run, cancellationToken) =>
                (await SendAsync(run, "tells without a token", AttributionOf(run).WithHeader("Authorization", null), cancellationToken)).MustBeRefused(401).MustNotHave("brokerPartnerId", "brokerResult"));
        yield return Of(
            "attribution/unknown-broker", "A broker that is not known is refused", Must("INV-22").Inferred,
            "Answer 401 BROKER_ID_INVALID when no broker has that brokerName.",
            static async (run, cancellationToken) =>
            {
                var body = Body(run);
                body["brokerName"] = "nobody_at_all";
                (await SendAsync(run, "tells of an unknown broker", Post(run, run.Broker.Invite!.AttributionPath, body), cancellationToken)).MustBeRefused(401);
            });
        foreach (var name in new[] { "invitedUserId", "partnerUserId", "brokerName" })
        {
            yield return Of(
                $"attribution/without-{name.ToLowerInvariant()}", $"An attribution without {name} is refused", Must("INV-22").Inferred,
                $"Answer 400 when {name} is missing from the body.",
                async (run, cancellationToken) =>
                {
                    var body = Body(run);
                    body.Remove(name);
                    (await SendAsync(run, $"tells without {name}", Post(run, run.Broker.Invite!.AttributionPath, body), cancellationToken)).MustBeRefused(400);
                },
                Must("INV-13"));
        }
    }

    private static IEnumerable<ConformanceCase> NewUser()
    {
        yield return Of(
            "new-user/answer", "A new user is answered with 200", Must("INV-25").Inferred,
            "Answer 200, without a body.",
            static async (run, cancellationToken) => (await SendAsync(run, "tells of a new user", NewUserOf(run), cancellationToken)).MustHaveStatus(200), Must("INV-24"), May("INV-23"));
        yield return Of(
            "new-user/repeated", "A new user of whom the platform tells twice is answered with 200 twice", Must("INV-25").Inferred,
            "Recognise the user by userId and brokerName, and answer 200 again.",
            static async (run, cancellationToken) =>
            {
                var request = NewUserOf(run);
                (await SendAsync(run, "tells of a new user", request, cancellationToken)).MustHaveStatus(200);
                (await SendAsync(run, "tells of the same again", request, cancellationToken)).MustHaveStatus(200);
            });
        yield return Of(
            "new-user/without-partner", "A new user without a partner is taken", Must("INV-24").Inferred,
            "Take a user without partnerUserId: nobody has invited that one.",
            static async (run, cancellationToken) => (await SendAsync(run, "tells of a new user without a partner", NewUserOf(run, withPartner: false), cancellationToken)).MustHaveStatus(200));
        yield return Of(
            "new-user/wrong-token", "A new user told with a wrong token is refused", Must("INV-12"),
            "Compare what stands behind Basic in the header Authorization with your token, and answer 401 when it is another.",
            static async (run, cancellationToken) =>
                (await SendAsync(run, "tells with a wrong token", NewUserOf(run).WithHeader("Authorization", "Basic not-the-token-of-anybody"), cancellationToken)).MustBeRefused(401));
    }

    private static ConformanceCase Of(
        string name, string title, Requirement requirement, string remedy, Func<CaseRun, CancellationToken, Task> look, params Requirement[] also) => new()
    {
        Id = $"invite/INV/{name}",
        Title = title,
        Requirement = requirement,
        Also = also,
        Remedy = remedy,
        Needs = [Capability.Invite],
        RunAsync = look,
    };

    private static Task<Answer> SendAsync(CaseRun run, string text, TargetRequest request, CancellationToken cancellationToken) => run.SendAsync(text, request, cancellationToken);

    private static TargetRequest AttributionOf(CaseRun run, long? partner = null) => Post(run, run.Broker.Invite!.AttributionPath, Body(run, partner));

    private static JsonObject Body(CaseRun run, long? partner = null) =>
        new() { ["invitedUserId"] = NewUserId(), ["partnerUserId"] = partner ?? NewUserId(), ["brokerName"] = run.Broker.Names.BrokerName };

    private static TargetRequest NewUserOf(CaseRun run, bool withPartner = true)
    {
        if (run.Broker.Invite!.NewUserPath is not { } path)
        {
            throw new NotOfferedException("the plan names no address for new users");
        }

        var user = NewUserId();
        var body = new JsonObject { ["userId"] = user, ["brokerName"] = run.Broker.Names.BrokerName, ["email"] = string.Create(CultureInfo.InvariantCulture, $"invited-{user}@example.com") };
        if (withPartner)
        {
            body["partnerUserId"] = NewUserId();
        }

        return Post(run, path, body);
    }

    private static TargetRequest Post(CaseRun run, string path, JsonObject body)
    {
        run.Secrets.Learn(run.Broker.Invite!.Token, "Invite token");
        return new TargetRequest(HttpMethod.Post, new Uri($"{run.Broker.Url.AbsoluteUri.TrimEnd('/')}/{path.TrimStart('/')}"))
        {
            Body = body.ToJsonString(), Headers = [new("Authorization", $"Basic {run.Broker.Invite!.Token}")],
        };
    }

    private static Answer MustBeResult(Answer answer)
    {
        answer.MustHaveStatus(200);
        return answer.Text("brokerResult") is { } result
            ? answer.Must(Results.Contains(result, StringComparer.Ordinal), $"brokerResult to be one of {string.Join(", ", Results)}", $"\"{result}\"")
            : answer;
    }

    /// <summary>A number that no user has: far above those that platforms give.</summary>
    private static long NewUserId() => RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue);
}

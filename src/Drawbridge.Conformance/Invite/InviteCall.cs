using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Conformance.Invite;

/// <summary>How cases about the webhooks of Invite are written, and what they send.</summary>
internal static class InviteCall
{
    /// <summary>What <c>brokerResult</c> may say.</summary>
    private static readonly string[] Results = [AttributedNew, "ATTRIBUTED", "PENDING_ATTRIBUTION", Reattributed];

    public const string AttributedNew = "ATTRIBUTED_NEW";

    public const string Reattributed = "REATTRIBUTED";

    public static ConformanceCase Case(
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

    /// <summary>Tells of an invited user.</summary>
    public static TargetRequest Attribution(CaseRun run, long? partner = null) => Attribution(run, AttributionBody(run, partner));

    public static TargetRequest Attribution(CaseRun run, JsonObject body) => Post(run, run.Broker.Invite!.AttributionPath, body);

    public static JsonObject AttributionBody(CaseRun run, long? partner = null) =>
        new() { ["invitedUserId"] = NewUserId(), ["partnerUserId"] = partner ?? NewUserId(), ["brokerName"] = run.Broker.Names.BrokerName };

    /// <summary>Tells of a user who registered in an application.</summary>
    public static TargetRequest NewUser(CaseRun run, bool withPartner = true, string? without = null)
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

        if (without is not null)
        {
            body.Remove(without);
        }

        return Post(run, path, body);
    }

    /// <summary>Sends an attribution that must be taken.</summary>
    public static async Task<Answer> TakenAsync(CaseRun run, string text, TargetRequest request, CancellationToken cancellationToken)
    {
        var answer = (await run.SendAsync(text, request, cancellationToken)).MustHaveStatus(200);
        return answer.Text("brokerResult") is { } result
            ? answer.Must(Results.Contains(result, StringComparer.Ordinal), $"brokerResult to be one of {string.Join(", ", Results)}", $"\"{result}\"")
            : answer;
    }

    /// <summary>A number that no user has: far above those that platforms give.</summary>
    public static long NewUserId() => RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue);

    private static TargetRequest Post(CaseRun run, string path, JsonObject body)
    {
        run.Secrets.Learn(run.Broker.Invite!.Token, "Invite token");
        var (place, query) = path.Split('?', 2) is [var before, var after] ? (before, after) : (path, "");
        return new TargetRequest(HttpMethod.Post, new Uri($"{run.Broker.Url.AbsoluteUri.TrimEnd('/')}/{place.TrimStart('/')}"))
        {
            Body = body.ToJsonString(),
            Headers = [new("Authorization", $"Basic {run.Broker.Invite!.Token}")],
            Query = [.. QueryHelpers.ParseQuery(query).SelectMany(static pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")))],
        };
    }
}

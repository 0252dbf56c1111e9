using System.Text.Json.Serialization;
using Drawbridge.Platform.Invite;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Platform.Triggers;

/// <summary>A call that the platform makes to a CRM, to be sent when a developer wants it.</summary>
/// <param name="Call">What it is called here.</param>
/// <param name="Number">What the specification and the journal call it.</param>
/// <param name="Route">Method and path below the CRM's address, null where the broker names the address.</param>
/// <param name="Description">For people.</param>
/// <param name="Fields">What can be said in the body, beside <c>brokerName</c>.</param>
internal sealed record Trigger(string Call, string Number, string? Route, string Description, IReadOnlyList<TriggerField> Fields)
{
    public const string CrmToken = "crm-token";
    public const string AuthorizeOneTime = "authorize-onetime";
    public const string AuthorizeAccess = "authorize-access";
    public const string GenerateOneTime = "generate-onetime";
    public const string Invalidate = "invalidate";
    public const string InviteAttribution = InviteJobs.Attribution;
    public const string InviteNewUser = InviteJobs.NewUser;

    private static readonly TriggerField Broker = new("brokerName", "text", "the first broker of the platform");

    public static readonly IReadOnlyList<Trigger> All =
    [
        new(CrmToken, "4.1", $"POST {CrmPaths.CrmApiToken}", "Authenticate the platform: a new crmApiToken for the password.", [Broker]),
        new(AuthorizeOneTime, "4.2", $"POST {CrmPaths.AuthorizeOneTime}", "Exchange an OT token for its user.",
            [Broker, new("token", "text", "one that call 4.4 issues for the newest session at the broker")]),
        new(AuthorizeAccess, "4.3", $"POST {CrmPaths.Authorize}", "Ask for the user of an access token.",
            [Broker, new("accessToken", "text", "that of the newest session at the broker which has one")]),
        new(GenerateOneTime, "4.4", $"POST {CrmPaths.GenerateOneTime}", "Ask for an OT token for an in-app action.",
            [Broker, new("userId", "number", "the user of the newest session at the broker"), new("inappToken", "text", "that of the user's newest session; \"\" for none")]),
        new(Invalidate, "4.5", $"POST {CrmPaths.Logout}", "Tell the CRM that the user logged out.",
            [Broker, new("userId", "number", "the user of the newest session at the broker"), new("accessToken", "text", "that of the user's newest session; \"\" for none")]),
        new(InviteAttribution, InviteJobs.Attribution, null, "Tell the broker who invited a user.",
            [Broker, new("invitedUserId", "number", "the newest invited user"), new("partnerUserId", "number", "that of the invitation"), new("brokerPartnerId", "text", "that of the invitation; \"\" for none")]),
        new(InviteNewUser, InviteJobs.NewUser, null, "Tell the broker of a user who was invited.",
            [Broker, new("userId", "number", "the newest invited user"), new("email", "text", "that of the user"), new("partnerUserId", "number", "that of the invitation")]),
    ];
}

/// <param name="Name">Of the member of the body.</param>
/// <param name="Type"><c>text</c> or <c>number</c>.</param>
/// <param name="Default">What stands for it when it is left out.</param>
internal sealed record TriggerField(string Name, string Type, string Default);

internal sealed record TriggerList(IReadOnlyList<Trigger> Triggers);

/// <summary>How a triggered call ended.</summary>
/// <param name="Call">Number of the last call that was sent: 4.1 when that failed already.</param>
/// <param name="Status">Of the CRM's answer, 0 when none came.</param>
/// <param name="Body">The answer, secrets masked.</param>
/// <param name="Outcome"><c>answered</c>, <c>refused</c>, <c>unreachable</c> or <c>nonsense</c>.</param>
/// <param name="Reason">Why it was not answered, for people.</param>
/// <param name="CorrelationId">Of the calls that were sent.</param>
/// <param name="JournalId">The last call in the journal.</param>
internal sealed record Triggered(string? Call, int Status, string? Body, string Outcome, string? Reason, string CorrelationId, long? JournalId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TriggerList))]
[JsonSerializable(typeof(Triggered))]
internal sealed partial class TriggerJson : JsonSerializerContext;

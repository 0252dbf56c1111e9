using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Kyc.Cases;

/// <summary>A verification as the CRM is told of it: that it happened, never what the trader answered.</summary>
internal sealed record KycChanged(
    string Reference, string Level, int Round, string State, long? UserId, string Email, string? Reason, IReadOnlyList<KycStepReason> Steps, string By,
    DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, DateTimeOffset? ExpiresAt);

/// <summary>A step that has to be done again.</summary>
internal sealed record KycStepReason(string Step, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KycChanged))]
internal sealed partial class KycEventJson : JsonSerializerContext;

/// <summary>What a CRM is told of verifications.</summary>
internal static class KycEvents
{
    /// <summary>Type of the event that tells of a state, null when the CRM has nothing to do with it.</summary>
    public static string? NameOf(KycState state) => state switch
    {
        KycState.Submitted => "kyc.submitted",
        KycState.Approved => "kyc.approved",
        KycState.Rejected => "kyc.rejected",
        KycState.Expired => "kyc.expired",
        _ => null,
    };
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Invite;

namespace Drawbridge.Client.Platform;

/// <summary>
/// Reads what the platform's webhooks bring. Published examples have keys with a stray space at the end, so keys are trimmed (INV-14). Null for a
/// body that is no JSON or lacks something required.
/// </summary>
public static class InviteWebhooks
{
    /// <summary>Webhook "attribution": a user was invited (INV-13).</summary>
    public static AttributionRequest? ReadAttribution(ReadOnlySpan<byte> body) =>
        Read(body, PlatformAnswerReader.Json.AttributionRequest, static request => request is { InvitedUserId: > 0, PartnerUserId: > 0, BrokerName.Length: > 0 });

    /// <summary>Webhook "new user": somebody registered in an application (INV-24). A missing partner is 0.</summary>
    public static NewUserNotice? ReadNewUser(ReadOnlySpan<byte> body) =>
        Read(body, PlatformAnswerReader.Json.NewUserNotice, static notice => notice is { UserId: > 0, BrokerName.Length: > 0, Email.Length: > 0 });

    private static T? Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, Func<T, bool> isComplete)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(JsonKeys.Rename(body, static name => name.Trim()), type) is { } value && isComplete(value) ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

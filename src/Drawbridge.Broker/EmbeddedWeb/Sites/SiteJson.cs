using System.Text.Json.Serialization;

namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>Answer to a frame that wants to open cTrader Web.</summary>
internal sealed record SiteLaunchAnswer
{
    /// <summary>Where to; null = not.</summary>
    public string? Url { get; init; }

    /// <summary>By which the frame asks what became of the token.</summary>
    public string? Handle { get; init; }

    /// <summary>Why not: <c>login</c>, <c>agreements</c>, <c>account</c>, <c>token</c> or <c>not-offered</c>.</summary>
    public string? Error { get; init; }

    /// <summary>A page of ours to go on with; null = none helps.</summary>
    public string? Next { get; init; }
}

/// <summary>Answer to a frame that asks where it stands.</summary>
/// <param name="State">Of the token: <c>waiting</c>, <c>used</c>, <c>expired</c> or <c>unknown</c>. Of the session, when no token is asked for: <c>alive</c> or <c>ended</c>.</param>
internal sealed record SiteStateAnswer(string State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SiteLaunchAnswer))]
[JsonSerializable(typeof(SiteStateAnswer))]
internal sealed partial class SiteJson : JsonSerializerContext;

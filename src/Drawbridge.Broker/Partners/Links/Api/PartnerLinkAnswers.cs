using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Links.Api;

/// <summary>A campaign link.</summary>
/// <param name="Id">Names the link in the other calls.</param>
/// <param name="Url">What is shared.</param>
/// <param name="Name">What the partner calls the campaign.</param>
/// <param name="Target"><c>signup</c>, <c>client</c>, <c>app</c> or <c>web</c>.</param>
/// <param name="DeepLink">Where in the application.</param>
/// <param name="Username">The partner's name in the application.</param>
/// <param name="UtmSource"><c>utm_source</c> of the visitors.</param>
/// <param name="UtmMedium"><c>utm_medium</c> of the visitors.</param>
/// <param name="UtmCampaign"><c>utm_campaign</c> of the visitors.</param>
/// <param name="UtmTerm"><c>utm_term</c> of the visitors.</param>
/// <param name="Clicks">How often people opened it, each visitor once a day.</param>
/// <param name="SignUps">How many signed up through it and are the partner's.</param>
/// <param name="CreatedAt">Since when there is the link.</param>
/// <param name="ArchivedAt">Since when it leads nobody to the partner any more.</param>
internal sealed record PartnerLinkAnswer(
    long Id, string Url, string Name, string Target, string? DeepLink, string? Username, string? UtmSource, string? UtmMedium, string? UtmCampaign, string? UtmTerm, long Clicks, long SignUps,
    DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt)
{
    public static PartnerLinkAnswer From(PartnerLink link, PartnerLinkCount? count, BrokerEntity broker, HttpRequest request) => new(
        link.Id, LinkAddress.Of(link, broker, request), link.Name, LinkAddress.WordOf(link.Target), link.DeepLink, link.Username, link.UtmSource, link.UtmMedium, link.UtmCampaign,
        link.UtmTerm, count?.Clicks ?? 0, count?.SignUps ?? 0, link.CreatedAt, link.ArchivedAt);
}

/// <summary>A page of links.</summary>
internal sealed record PartnerLinkList(IReadOnlyList<PartnerLinkAnswer> Links, string? NextCursor);

/// <summary>A code.</summary>
/// <param name="Id">Names the code in the other calls.</param>
/// <param name="Code">What people type; case, spaces and hyphens do not count.</param>
/// <param name="LinkId">The campaign that it counts for.</param>
/// <param name="CreatedAt">Since when there is the code.</param>
/// <param name="ArchivedAt">Since when it brings nobody any more.</param>
internal sealed record PartnerCodeAnswer(long Id, string Code, long? LinkId, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt)
{
    public static PartnerCodeAnswer From(PartnerCode code) => new(code.Id, code.Code, code.LinkId, code.CreatedAt, code.ArchivedAt);
}

/// <summary>A page of codes.</summary>
internal sealed record PartnerCodeList(IReadOnlyList<PartnerCodeAnswer> Codes, string? NextCursor);

/// <summary>Body of a new link.</summary>
internal sealed class NewPartnerLinkRequest : CrmRequest
{
    public string? Name { get; init; }

    /// <summary><c>signup</c> unless said.</summary>
    public string? Target { get; init; }

    public string? DeepLink { get; init; }

    public string? Username { get; init; }

    public string? UtmSource { get; init; }

    public string? UtmMedium { get; init; }

    public string? UtmCampaign { get; init; }

    public string? UtmTerm { get; init; }

    /// <summary>Who did it, in the caller's words.</summary>
    public string? By { get; init; }
}

/// <summary>Body of a new code.</summary>
internal sealed class NewPartnerCodeRequest : CrmRequest
{
    /// <summary>Left out, one is made.</summary>
    public string? Code { get; init; }

    /// <summary>The campaign that it counts for.</summary>
    public long? LinkId { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of archiving.</summary>
internal sealed class PartnerArchiveRequest : CrmRequest
{
    public string? By { get; init; }
}

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(PartnerLinkAnswer))]
[JsonSerializable(typeof(PartnerLinkList))]
[JsonSerializable(typeof(PartnerCodeAnswer))]
[JsonSerializable(typeof(PartnerCodeList))]
[JsonSerializable(typeof(NewPartnerLinkRequest))]
[JsonSerializable(typeof(NewPartnerCodeRequest))]
[JsonSerializable(typeof(PartnerArchiveRequest))]
internal sealed partial class PartnerLinkJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Schedules;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.Ribbons.Api;

/// <summary>A campaign as the CRM describes it.</summary>
internal sealed class CampaignRequest : CrmRequest
{
    /// <summary>For staff.</summary>
    public string? Name { get; init; }

    /// <summary>Titles by language, always one in the default language of the CRM.</summary>
    public Dictionary<string, string> Titles { get; init; } = [];

    /// <summary>Such as <c>#1d4ed8</c>; the title has to be readable on it.</summary>
    public string? Color { get; init; }

    /// <summary>Whether traders may close it until the next launch. Default true.</summary>
    public bool Closable { get; init; } = true;

    /// <summary>Exactly one of <c>urlinApp</c> and <c>urlExternal</c>.</summary>
    public RibbonAction? Action { get; init; }

    /// <summary>In which sessions. Default <c>broker</c>.</summary>
    public RibbonScope Scope { get; init; } = RibbonScope.Broker;

    /// <summary>0 to 100, the greater comes first. Default 50.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>When. Default: always.</summary>
    public RibbonSchedule Schedule { get; init; } = new();

    /// <summary>To whom. Default: every trader of the broker.</summary>
    public RibbonAudience Audience { get; init; } = new();

    /// <summary>Who writes it, as the CRM calls them: somebody else has to approve it.</summary>
    public string? By { get; init; }

    /// <summary>The revision that was read; the campaign is changed only if it is still that one.</summary>
    public long? Revision { get; init; }

    public CampaignContent ToContent() => new()
    {
        Name = (Name ?? "").Trim(),
        Titles = Titles.ToDictionary(static pair => pair.Key, static pair => pair.Value.Trim(), StringComparer.Ordinal),
        Color = (Color ?? "").ToLowerInvariant(),
        Closable = Closable,
        Action = Action ?? new(),
        Scope = Scope,
        Priority = Priority,
        Schedule = Schedule,
        Audience = Audience,
    };
}

/// <summary>Body of acts on campaigns.</summary>
internal sealed class RibbonActRequest : CrmRequest
{
    /// <summary>Who does it, as the CRM calls them.</summary>
    public string? By { get; init; }

    /// <summary>Why; it stands in the audit log.</summary>
    public string? Reason { get; init; }

    /// <summary>The revision that was read; it is done only if the campaign is still that one.</summary>
    public long? Revision { get; init; }
}

/// <summary>How requests are read: what is left out has its default.</summary>
internal static class RibbonRequestJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        MaxDepth = 16,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
        // By reflection, because generated code sets every init property: one that the text leaves out would lose its default.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonTypeInfo<CampaignRequest> Campaign { get; } = (JsonTypeInfo<CampaignRequest>)Options.GetTypeInfo(typeof(CampaignRequest));

    public static JsonTypeInfo<RibbonActRequest> Act { get; } = (JsonTypeInfo<RibbonActRequest>)Options.GetTypeInfo(typeof(RibbonActRequest));
}

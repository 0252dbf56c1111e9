using System.Text.Json.Serialization;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Schedules;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>What a campaign says, to whom and when: title, colour, action and scope (FLOW-RIBBON-1), and everything that the platform knows nothing of (DEC-31).</summary>
internal sealed record CampaignContent
{
    /// <summary>For staff.</summary>
    public string Name { get; init; } = "";

    /// <summary>The text shown, by language; always in the default language of the CRM.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "#1d4ed8";

    /// <summary>Whether the trader may close it until the next launch.</summary>
    public bool Closable { get; init; } = true;

    /// <summary>What a click does: one of the two.</summary>
    public RibbonAction Action { get; init; } = new();

    /// <summary>In which sessions of the trader.</summary>
    public RibbonScope Scope { get; init; } = RibbonScope.Broker;

    /// <summary>0 to 100; the greater comes first.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>When.</summary>
    public RibbonSchedule Schedule { get; init; } = new();

    /// <summary>To whom.</summary>
    public RibbonAudience Audience { get; init; } = new();

    /// <summary>The title in a language, or in the CRM's default language.</summary>
    public string TitleIn(string language, string defaultLanguage) =>
        Titles.TryGetValue(language, out var title) || Titles.TryGetValue(defaultLanguage, out title) ? title : Titles.Values.FirstOrDefault("");
}

/// <summary>In which sessions of a trader a ribbon is shown: the platform shows those of the narrowest scope that has any (B2P-3.9-14..16).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RibbonScope>))]
internal enum RibbonScope
{
    /// <summary>In sessions of each account that the audience asks for.</summary>
    [JsonStringEnumMemberName("account")]
    Account,

    /// <summary>In sessions of the broker, unless there are ribbons of the account.</summary>
    [JsonStringEnumMemberName("broker")]
    Broker,

    /// <summary>In sessions of every broker of the CRM, unless there are ribbons of account or broker.</summary>
    [JsonStringEnumMemberName("crm")]
    Crm,
}

/// <summary>How contents are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CampaignContent))]
internal sealed partial class CampaignJson : JsonSerializerContext;

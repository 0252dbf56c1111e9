using System.Text.Json.Serialization;
using Drawbridge.Protocol.Values;

namespace Drawbridge.Protocol.Platform;

/// <summary>Body of call 3.9 (B2P-3.9-2..5).</summary>
public sealed record InAppControlsRequest
{
    /// <summary>Name of the CRM, required.</summary>
    public string? BrokerCrmName { get; init; }

    /// <summary>The user, required; the oldest form has it in <see cref="RibbonRuleSet.UserId"/>.</summary>
    public long? UserId { get; init; }

    /// <summary>The user's whole set, required; empty to clear it.</summary>
    public RibbonRuleSet? Rules { get; init; }
}

/// <summary>The ribbons of a user.</summary>
public sealed record RibbonRuleSet
{
    /// <summary>The user, in the oldest form of the call (DEC-9).</summary>
    public long? UserId { get; init; }

    /// <summary>Any number of ribbons; absent or empty clears all of them.</summary>
    public IReadOnlyList<Ribbon>? Ribbons { get; init; }
}

/// <summary>A coloured bar in the application (B2P-3.9-6..12).</summary>
public sealed record Ribbon
{
    /// <summary>Six-digit hex, such as <c>#ff33ee</c>.</summary>
    public string? Color { get; init; }

    /// <summary>The text shown.</summary>
    public string? Title { get; init; }

    /// <summary>Whether it is shown.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether the user may close it.</summary>
    public bool? Closable { get; init; }

    /// <summary>What a click does.</summary>
    public RibbonAction? Action { get; init; }

    /// <summary>Only for sessions of that broker.</summary>
    public string? BrokerName { get; init; }

    /// <summary>Only for sessions of that account; a number is read too.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? CtidTraderAccountId { get; init; }
}

/// <summary>What a click on a ribbon does: exactly one of the two.</summary>
public sealed record RibbonAction
{
    /// <summary>Opens a browser window.</summary>
    public string? UrlExternal { get; init; }

    /// <summary>Opens a frame in the application. The spelling is the protocol's.</summary>
    [JsonPropertyName("urlinApp")]
    public string? UrlInApp { get; init; }
}

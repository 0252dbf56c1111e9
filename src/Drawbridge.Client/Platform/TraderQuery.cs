using System.Globalization;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Values;

namespace Drawbridge.Client.Platform;

/// <summary>Which accounts to list.</summary>
/// <param name="From">Registered at this time or later (WS-16).</param>
/// <param name="To">Registered before.</param>
public sealed record TraderQuery(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Keys wanted beside <c>login</c> and <c>registrationTimestamp</c>, which are always asked for (WS-52, WS-57). Empty = all.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Only accounts of that group (WS-54).</summary>
    public long? GroupId { get; init; }

    /// <summary>Only accounts whose last deal was made in that time (WS-51).</summary>
    public (DateTimeOffset From, DateTimeOffset To)? LastDeal { get; init; }

    /// <summary>Only accounts with open positions, or only those without (WS-53).</summary>
    public bool? HasOpenPositions { get; init; }

    internal string ToQuery(LostNames names) => PlatformCall.QueryOf(
        ("from", PlatformTime.Format(From)),
        ("to", PlatformTime.Format(To)),
        (names.ToWire("lastDealFrom"), LastDeal is { From: var from } ? PlatformTime.Format(from) : null),
        (names.ToWire("lastDealTo"), LastDeal is { To: var to } ? PlatformTime.Format(to) : null),
        ("fields", Fields.Count == 0 ? null : string.Join(',', Fields.Prepend("registrationTimestamp").Prepend("login").Distinct(StringComparer.Ordinal))),
        (names.ToWire("hasOpenPositions"), HasOpenPositions switch { true => "true", false => "false", null => null }),
        ("groupId", GroupId?.ToString(CultureInfo.InvariantCulture)));
}

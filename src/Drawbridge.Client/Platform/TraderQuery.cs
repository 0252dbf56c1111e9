using System.Globalization;
using Drawbridge.Client.Platform.Wire;

namespace Drawbridge.Client.Platform;

/// <summary>Which accounts to list.</summary>
/// <param name="From">Registered at this time or later (WS-16).</param>
/// <param name="To">Registered before.</param>
public sealed record TraderQuery(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Keys wanted beside <c>login</c> and <c>registrationTimestamp</c>, which are always asked for (WS-57). Empty = all.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Only accounts of that group.</summary>
    public long? GroupId { get; init; }

    internal string ToQuery()
    {
        var query = PlatformCall.QueryOf(("from", Wire(From)), ("to", Wire(To)));
        if (Fields.Count > 0)
        {
            var fields = Fields.Prepend("registrationTimestamp").Prepend("login").Distinct(StringComparer.Ordinal);
            query += "&" + PlatformCall.QueryOf(("fields", string.Join(',', fields)));
        }

        return GroupId is { } group ? $"{query}&groupId={group.ToString(CultureInfo.InvariantCulture)}" : query;
    }

    /// <summary>UTC without suffix, milliseconds (WS-15).</summary>
    private static string Wire(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>The whole set of a user: what call 3.9 puts in the place of all that was there (B2P-3.9-17).</summary>
internal sealed class RibbonSet
{
    /// <summary>Most ribbons of a user, over all accounts and brokers: far below what the platform takes in a body.</summary>
    public const int Most = 100;

    private RibbonSet(IReadOnlyList<PlannedRibbon> ribbons)
    {
        Ribbons = ribbons;
        var json = JsonSerializer.SerializeToUtf8Bytes(ribbons, PlannedRibbonJson.Default.IReadOnlyListPlannedRibbon);
        Json = System.Text.Encoding.UTF8.GetString(json);
        Hash = SHA256.HashData(json);
        Key = Convert.ToHexStringLower(Hash);
    }

    /// <summary>No ribbon at all.</summary>
    public static RibbonSet Empty { get; } = new([]);

    /// <summary>In the order in which they are sent.</summary>
    public IReadOnlyList<PlannedRibbon> Ribbons { get; }

    public string Json { get; }

    /// <summary>SHA-256 of <see cref="Json"/>: the same set has the same.</summary>
    public byte[] Hash { get; }

    /// <summary><see cref="Hash"/> as text.</summary>
    public string Key { get; }

    public IEnumerable<long> Campaigns => Ribbons.Select(static one => one.Campaign).Distinct();

    /// <summary>The set of these candidates: by priority, then the older campaign first, and of each group the first so many.</summary>
    public static RibbonSet Of(IEnumerable<RibbonCandidate> candidates, int maximumShown)
    {
        var shown = new Dictionary<string, int>(StringComparer.Ordinal);
        var ribbons = candidates
            .OrderByDescending(static one => one.Priority)
            .ThenBy(static one => one.Planned.Campaign)
            .ThenBy(static one => one.Planned.Group, StringComparer.Ordinal)
            .Select(static one => one.Planned)
            .Where(one => (shown[one.Group] = shown.GetValueOrDefault(one.Group) + 1) <= maximumShown)
            .Take(Most)
            .ToList();
        return ribbons.Count == 0 ? Empty : new(ribbons);
    }

    public static RibbonSet Parse(string json) =>
        JsonSerializer.Deserialize(json, PlannedRibbonJson.Default.IReadOnlyListPlannedRibbon) is { Count: > 0 } ribbons ? new(ribbons) : Empty;
}

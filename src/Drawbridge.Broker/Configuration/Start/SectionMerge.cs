using System.Text.Json.Nodes;
using Drawbridge.Broker.Configuration.Versions;

namespace Drawbridge.Broker.Configuration.Start;

/// <summary>
/// Three-way merge of one CRM or broker: what the server's configuration changed since the last start counts, what was changed at run time counts,
/// and where both changed a setting, what was changed at run time.
/// </summary>
internal sealed class SectionMerge(Func<string, string> fingerprint)
{
    private readonly List<string> _contested = [];

    /// <summary>Keys that both changed, to different values.</summary>
    public IReadOnlyList<string> Contested => _contested;

    /// <summary>Whether anything that was changed at run time was found.</summary>
    public bool KeptAny { get; private set; }

    /// <param name="last">The server's configuration at its last start, with fingerprints.</param>
    /// <param name="next">The same now.</param>
    /// <param name="stored">What is stored.</param>
    /// <param name="key">Of the CRM or broker.</param>
    /// <param name="given">The server's configuration now, with its secrets.</param>
    /// <param name="read">Makes it from a document, with the secrets that stand there.</param>
    public T Merge<T>(JsonObject last, JsonObject next, JsonObject stored, string key, T given, Func<JsonObject, T> read)
        where T : notnull
    {
        var before = _contested.Count;
        var kept = false;
        var merged = Merge(last, next, stored, key, ref kept)!.AsObject();
        if (!kept)
        {
            _contested.RemoveRange(before, _contested.Count - before);
            return given;
        }

        KeptAny = true;
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        var plain = given switch
        {
            CrmConfiguration crm => ConfigurationDocument.Of(crm),
            BrokerConfiguration broker => ConfigurationDocument.Of(broker),
            _ => throw new ArgumentException("Neither a CRM nor a broker.", nameof(given)),
        };
        SecretSettings.Rewrite(plain, typeof(T), (_, value) => secrets[fingerprint(value)] = value);
        var result = JsonNode.Parse(merged.ToJsonString())!.AsObject();
        SecretSettings.Rewrite(result, typeof(T), (_, print) => secrets.GetValueOrDefault(print) ?? SecretSettings.Kept);
        return read(result);
    }

    private JsonNode? Merge(JsonNode? last, JsonNode? next, JsonNode? stored, string key, ref bool kept)
    {
        if (last is JsonObject was && next is JsonObject will && stored is JsonObject now)
        {
            var merged = new JsonObject();
            foreach (var name in will.Concat(now).Concat(was).Select(static one => one.Key).Distinct(StringComparer.Ordinal).ToList())
            {
                if (Merge(was[name], will[name], now[name], $"{key}:{name}", ref kept) is { } value)
                {
                    merged[name] = value.DeepClone();
                }
            }

            return merged;
        }

        if (JsonNode.DeepEquals(stored, next))
        {
            return stored;
        }

        if (JsonNode.DeepEquals(stored, last))
        {
            return next;
        }

        kept = true;
        if (!JsonNode.DeepEquals(next, last))
        {
            _contested.Add(key);
        }

        return stored;
    }
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Drawbridge.Conformance.Evidence;

/// <summary>
/// The secrets that a run has met, by value. Wherever one of them stands in the evidence there is its label instead, such as <c>{OT token 3}</c>: the reader still sees
/// that two values are the same, or are not.
/// </summary>
public sealed partial class Secrets
{
    private const int Shortest = 6;

    private readonly ConcurrentDictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private volatile string[] _byLength = [];

    /// <summary>Notes a secret. The same value keeps its first label; what is too short to be one is not noted.</summary>
    /// <param name="value">The value; nothing happens when it is null.</param>
    /// <param name="kind">What it is, such as <c>OT token</c>.</param>
    public void Learn(string? value, string kind)
    {
        if (value is null || value.Length < Shortest || _labels.ContainsKey(value))
        {
            return;
        }

        lock (_lock)
        {
            if (_labels.TryAdd(value, ""))
            {
                _labels[value] = $"{{{kind} {_numbers.AddOrUpdate(kind, 1, static (_, number) => number + 1)}}}";
                var escaped = Uri.EscapeDataString(value);
                if (escaped != value)
                {
                    _labels[escaped] = _labels[value];
                }

                // The longest first, so that one that holds another is found whole.
                _byLength = [.. _labels.Keys.OrderByDescending(static key => key.Length)];
            }
        }
    }

    /// <summary>The text with labels in place of secrets, also of those in places where secrets stand that nobody noted.</summary>
    public string Mask(string text)
    {
        foreach (var secret in _byLength)
        {
            if (text.Contains(secret, StringComparison.Ordinal))
            {
                text = text.Replace(secret, _labels[secret], StringComparison.Ordinal);
            }
        }

        text = InQuery().Replace(text, "${before}{masked}");
        return InJson().Replace(text, "${before}\"{masked}\"");
    }

    [GeneratedRegex("""(?<before>(?:^|[?&])(?:token|crmApiToken|accessToken|inappToken|password|hashedPassword|code)=)(?!\{)[^&\s"'<>]{6,}""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex InQuery();

    [GeneratedRegex("""(?<before>"(?:token|crmApiToken|accessToken|inappToken|webservToken|password|hashedPassword|traderPasswordHash)"\s*:\s*)"(?!\{)[^"]{6,}\x22""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex InJson();
}

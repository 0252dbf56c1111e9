using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>The sites that a broker names in <see cref="BrokerSettings.WebOrigins"/>.</summary>
internal static class WebOrigin
{
    /// <summary>What is wrong with a list of them.</summary>
    public static IEnumerable<string> Validate(string key, IReadOnlyList<string> origins)
    {
        foreach (var origin in origins.Where(static origin => !IsExact(origin)))
        {
            yield return $"{key}:Settings:WebOrigins: '{origin}' must be one exact origin, https://HOST or https://HOST:PORT, as browsers write it: lower case, no path, no wildcard.";
        }

        foreach (var group in origins.GroupBy(static origin => origin, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"{key}:Settings:WebOrigins: '{group.Key}' stands there twice.";
        }
    }

    /// <summary>The origin of the request's page around it, if the broker has it among its sites; null for anybody else.</summary>
    public static string? Find(BrokerEntity broker, string? origin) =>
        origin is not null && broker.Settings.WebOrigins.Contains(origin, StringComparer.Ordinal) ? origin : null;

    private static bool IsExact(string text) =>
        text.All(char.IsAscii) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && !text.Contains('*', StringComparison.Ordinal)
        && url.GetLeftPart(UriPartial.Authority) == text && url.UserInfo.Length == 0 && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;
}

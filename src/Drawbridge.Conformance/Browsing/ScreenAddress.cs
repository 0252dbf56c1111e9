using Drawbridge.Conformance.Plans;

namespace Drawbridge.Conformance.Browsing;

/// <summary>Addresses of screens.</summary>
internal static class ScreenAddress
{
    /// <summary>A screen of the broker under test with what identifies the broker, and further parameters.</summary>
    /// <param name="broker">The target.</param>
    /// <param name="path">Relative to the broker's address, or an address of its own.</param>
    /// <param name="names">Which broker; null leaves both names away.</param>
    /// <param name="parameters">Unescaped.</param>
    public static Uri Of(BrokerTarget broker, string path, BrokerNames? names, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var address = Uri.TryCreate(path, UriKind.Absolute, out var own) && own.Scheme is "https" or "http"
            ? own
            : new Uri($"{broker.Url.AbsoluteUri.TrimEnd('/')}/{path.TrimStart('/')}");
        var all = names is null
            ? parameters
            : new KeyValuePair<string, string>[] { new("brokerName", names.BrokerName), new("brokerCrmName", names.BrokerCrmName) }.Concat(parameters);
        var query = string.Join('&', all.Select(static pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return new UriBuilder(address) { Query = string.Join('&', new[] { address.Query.TrimStart('?'), query }.Where(static part => part.Length > 0)) }.Uri;
    }
}

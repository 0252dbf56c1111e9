using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.Broker.Kyc.Settings;

/// <summary>What must hold for the providers of a CRM.</summary>
internal static class KycProviderValidator
{
    private const int LongestName = 64;

    public static IEnumerable<string> Validate(string crmKey, IReadOnlyList<KycProviderConfiguration> providers)
    {
        for (var i = 0; i < providers.Count; i++)
        {
            var provider = providers[i];
            var key = $"{crmKey}:KycProviders:{i}";
            if (provider.Name.Length is 0 or > LongestName || !provider.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                || provider.Name == KycNames.Manual || providers.Take(i).Any(other => other.Name == provider.Name))
            {
                yield return $"{key}:Name: must be 1 to 64 letters, digits, '-' and '_', not 'manual', and no other provider's.";
            }

            if (!IsHttps(provider.PageUrl))
            {
                yield return $"{key}:PageUrl: must be an absolute https address.";
            }

            if (provider.StatusUrl is { } status && !IsHttps(status))
            {
                yield return $"{key}:StatusUrl: must be an absolute https address.";
            }

            if (!WebhookSecret.TryParse(provider.Secret, out _))
            {
                yield return $"{key}:Secret: must be whsec_ followed by 24 to 64 random bytes in Base64.";
            }
        }
    }

    private static bool IsHttps(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps;
}

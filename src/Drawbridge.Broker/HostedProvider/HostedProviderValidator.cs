using Drawbridge.Broker.SandboxProvider;
using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>What must hold for payment providers. Never quotes a secret.</summary>
internal static class HostedProviderValidator
{
    private const int LongestName = 64;
    private const int ShortestKey = 16;

    public static IEnumerable<string> Validate(string ownerKey, IReadOnlyList<HostedProviderConfiguration> providers)
    {
        for (var i = 0; i < providers.Count; i++)
        {
            var provider = providers[i];
            var key = $"{ownerKey}:PaymentProviders:{i}";
            if (provider.Name.Length is 0 or > LongestName || !provider.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                || provider.Name == SandboxPaymentProvider.ProviderName || providers.Take(i).Any(other => other.Name == provider.Name))
            {
                yield return $"{key}:Name: must be 1 to 64 letters, digits, '-' and '_', no other provider's, and not '{SandboxPaymentProvider.ProviderName}'.";
            }

            if (provider.ApiKey.Length < ShortestKey || !provider.ApiKey.All(static c => c is > ' ' and <= '~'))
            {
                yield return $"{key}:ApiKey: must have at least {ShortestKey} characters, printable ASCII without blanks.";
            }

            if (!WebhookSecret.TryParse(provider.NotificationSecret, out _))
            {
                yield return $"{key}:NotificationSecret: must be whsec_ followed by 24 to 64 random bytes in Base64.";
            }

            foreach (var fault in ValidateSettings($"{key}:Settings", provider.Settings))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> ValidateSettings(string key, HostedProviderSettings settings)
    {
        if (settings is { TakesDeposits: false, PayoutUrl: null })
        {
            yield return $"{key}: name CreateUrl or RedirectUrl for deposits, PayoutUrl for withdrawals, or both.";
        }

        if (settings is { CreateUrl: not null, RedirectUrl: not null })
        {
            yield return $"{key}:RedirectUrl: is for providers without CreateUrl; name one of the two.";
        }

        if (settings is { CreateUrl: not null, PageOrigins.Count: 0 })
        {
            yield return $"{key}:PageOrigins: name the origins of the provider's payment pages, such as https://pay.example.com.";
        }

        foreach (var (name, url) in new[] { ("CreateUrl", settings.CreateUrl), ("RedirectUrl", settings.RedirectUrl), ("PayoutUrl", settings.PayoutUrl) })
        {
            if (url is not null && !IsHttps(url))
            {
                yield return $"{key}:{name}: must be an absolute https address.";
            }
        }

        if (settings.StatusUrl is not null && !(Uri.TryCreate(settings.StatusUrl, UriKind.Absolute, out var status) && IsHttps(status)))
        {
            yield return $"{key}:StatusUrl: must be an absolute https address, with {{reference}} where our reference goes.";
        }

        foreach (var origin in settings.PageOrigins.Where(static origin => !IsHttps(origin) || origin.PathAndQuery != "/"))
        {
            yield return $"{key}:PageOrigins: '{origin}' must be https://HOST or https://HOST:PORT.";
        }
    }

    private static bool IsHttps(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0;
}

using System.Text.RegularExpressions;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Branding;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.Broker.Configuration;

/// <summary>What must hold for the CRMs and brokers of one installation. Never quotes a secret.</summary>
internal static partial class BrokerConfigurationValidator
{
    private const int ShortestPassword = 16;

    public static IEnumerable<string> Validate(IReadOnlyList<CrmConfiguration> crms)
    {
        // BID-40: unique names; compared exactly (BID-14).
        foreach (var name in Repeated(crms.Select(crm => crm.Name)))
        {
            yield return $"Crms: the name '{name}' is used twice; every CRM needs its own brokerCrmName.";
        }

        foreach (var name in Repeated(crms.SelectMany(crm => crm.Brokers).Select(broker => broker.Name)))
        {
            yield return $"Crms: the broker name '{name}' is used twice; every broker and white label needs its own brokerName (BID-42).";
        }

        foreach (var fault in crms.SelectMany(ValidateCrm))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> ValidateCrm(CrmConfiguration crm)
    {
        var key = $"Crms:{crm.Name}";
        if (!BrokerCrmName.TryParse(crm.Name, out _))
        {
            yield return $"{key}: brokerCrmName has 1 to 128 characters: letters, digits, '-', '.', '_', '~' (BID-15)."; // BID-15
        }

        if (crm.Password.Length < ShortestPassword || crm.SecondPassword is { Length: < ShortestPassword })
        {
            yield return $"{key}:Password: must have at least {ShortestPassword} characters; take the one that the platform operator generated.";
        }

        if (crm.Settings.Languages.Count == 0 || !crm.Settings.Languages.Contains(crm.Settings.DefaultLanguage, StringComparer.Ordinal))
        {
            yield return $"{key}:Settings:DefaultLanguage: must be one of Languages (SCR-45)."; // SCR-45
        }

        foreach (var language in crm.Settings.Languages.Except(TextCatalogue.Languages))
        {
            yield return $"{key}:Settings:Languages: there are no texts in '{language}'; choose among {string.Join(", ", TextCatalogue.Languages)}.";
        }

        if (crm.Webhook is { } webhook)
        {
            if (!IsHttps(webhook.Url))
            {
                yield return $"{key}:Webhook:Url: must be an absolute https address.";
            }

            if (!WebhookSecret.TryParse(webhook.Secret, out _))
            {
                yield return $"{key}:Webhook:Secret: must be whsec_ followed by 24 to 64 random bytes in Base64.";
            }
        }

        foreach (var fault in HostedProviderValidator.Validate(key, crm.PaymentProviders))
        {
            yield return fault;
        }

        foreach (var fault in KycProviderValidator.Validate(key, crm.KycProviders))
        {
            yield return fault;
        }

        if (crm.Brokers.Count == 0)
        {
            yield return $"{key}:Brokers: name at least one broker.";
        }

        foreach (var fault in crm.Brokers.SelectMany(broker => ValidateBroker(crm, broker)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> ValidateBroker(CrmConfiguration crm, BrokerConfiguration broker)
    {
        var key = $"Crms:{crm.Name}:Brokers:{broker.Name}";
        var settings = broker.Settings;
        if (!BrokerName.TryParse(broker.Name, out _))
        {
            yield return $"{key}: brokerName has 1 to 128 characters: letters, digits, '-', '.', '_', '~' (BID-15).";
        }

        if (settings.Parent is { } parent && (parent.Value == broker.Name || crm.Brokers.All(other => other.Name != parent.Value)))
        {
            yield return $"{key}:Settings:Parent: must be another broker of the same CRM.";
        }

        if (broker.Password is { Length: < ShortestPassword })
        {
            yield return $"{key}:Password: must have at least {ShortestPassword} characters.";
        }

        if (settings.SuccessUrls.Count == 0)
        {
            yield return $"{key}:Settings:SuccessUrls: name at least one success URL (SCR-51).";
        }

        foreach (var url in settings.SuccessUrls.Where(url => !IsHttps(url.Url)))
        {
            yield return $"{key}:Settings:SuccessUrls: '{url.Url}' must be an absolute https address (P2B-0-4).";
        }

        if (!IsHttps(settings.Platform.BaseUrl))
        {
            yield return $"{key}:Settings:Platform:BaseUrl: must be https://HOST:PORT (B2P-0-2)."; // B2P-0-2
        }

        if (settings.Platform.SecondBaseUrl is { } second && (!IsHttps(second) || second == settings.Platform.BaseUrl))
        {
            yield return $"{key}:Settings:Platform:SecondBaseUrl: must be https://HOST:PORT, and another address than BaseUrl (CONN-6).";
        }

        if (settings.Identity == IdentityOption.Handoff && settings.WebUrl is not null)
        {
            yield return $"{key}:Settings:WebUrl: embedded cTrader Web needs Identity Sso; remove the one or change the other (MOD-18, MOD-20).";
        }

        if (settings.EmbedWeb && settings.WebUrl is null)
        {
            yield return $"{key}:Settings:EmbedWeb: needs WebUrl, the address of cTrader Web that is to be embedded (SCR-80).";
        }

        if (!HexColor().IsMatch(settings.AccentColor))
        {
            yield return $"{key}:Settings:AccentColor: must be a colour such as #2563eb.";
        }

        foreach (var fault in BrandSettingsValidator.Validate(key, settings, crm).Concat(BrandImageFiles.Validate(key, broker.Images)))
        {
            yield return fault;
        }

        foreach (var fault in AccountProductValidator.Validate(key, settings, crm).Concat(AgreementValidator.Validate(key, settings.Agreements, crm)))
        {
            yield return fault;
        }

        if (settings.AccessTokenLifetime is { } lifetime && lifetime < TimeSpan.FromMinutes(1))
        {
            yield return $"{key}:Settings:AccessTokenLifetime: must be at least a minute, or absent for no expiry (P2B-AT-4).";
        }

        if (settings.AccessTokenIdleLifetime is { } idle && (idle < TimeSpan.FromHours(1) || idle > settings.AccessTokenLifetime))
        {
            yield return $"{key}:Settings:AccessTokenIdleLifetime: must be at least an hour and at most AccessTokenLifetime, or absent for no such end.";
        }

        foreach (var fault in SignInSettingsValidator.Validate(key, broker))
        {
            yield return fault;
        }

        foreach (var fault in HostedProviderValidator.Validate(key, broker.PaymentProviders))
        {
            yield return fault;
        }

        foreach (var fault in CashierSettingsValidator.Validate(key, settings.Cashier, crm))
        {
            yield return fault;
        }

        foreach (var fault in KycSettingsValidator.Validate(key, settings.Kyc, settings.Cashier.WithdrawalNeedsKyc, crm))
        {
            yield return fault;
        }

        foreach (var fault in CustomActionValidator.Validate(key, settings.Actions, crm))
        {
            yield return fault;
        }

        foreach (var (setting, _) in settings.Firebase?.All.Where(static one => one.Name is not null && ScreenParameters.EventNameOf(one.Name) is null) ?? [])
        {
            yield return $"{key}:Settings:Firebase:{setting}: must be 1 to 64 letters, digits and '_' (SCR-43).";
        }

        if (settings.CloseUrl is { } close && !IsHttps(close))
        {
            yield return $"{key}:Settings:CloseUrl: must be an absolute https address.";
        }
    }

    private static bool IsHttps(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps;

    private static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HexColor();
}

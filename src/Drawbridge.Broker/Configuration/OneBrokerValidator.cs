using System.Text.RegularExpressions;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Branding;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Broker.Configuration;

/// <summary>What must hold for a broker or white label by itself.</summary>
internal static partial class OneBrokerValidator
{
    /// <summary>Every fault of one broker.</summary>
    /// <param name="crm">Its CRM, as it is to be.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="isBroker">Whether the CRM has a broker of a name.</param>
    public static IEnumerable<string> Validate(CrmConfiguration crm, BrokerConfiguration broker, Func<string, bool> isBroker)
    {
        var key = $"Crms:{crm.Name}:Brokers:{broker.Name}";
        var settings = broker.Settings;
        if (!BrokerName.TryParse(broker.Name, out _))
        {
            yield return $"{key}: brokerName has 1 to 128 characters: letters, digits, '-', '.', '_', '~' (BID-15).";
        }

        if (settings.Parent is { } parent && (parent.Value == broker.Name || !isBroker(parent.Value)))
        {
            yield return $"{key}:Settings:Parent: must be another broker of the same CRM.";
        }

        if (broker.Password is { Length: < BrokerConfigurationValidator.ShortestPassword })
        {
            yield return $"{key}:Password: must have at least {BrokerConfigurationValidator.ShortestPassword} characters.";
        }

        if (settings.SuccessUrls.Count == 0)
        {
            yield return $"{key}:Settings:SuccessUrls: name at least one success URL (SCR-51).";
        }

        foreach (var url in settings.SuccessUrls.Where(url => !BrokerConfigurationValidator.IsHttps(url.Url)))
        {
            yield return $"{key}:Settings:SuccessUrls: '{url.Url}' must be an absolute https address (P2B-0-4).";
        }

        if (!BrokerConfigurationValidator.IsHttps(settings.Platform.BaseUrl))
        {
            yield return $"{key}:Settings:Platform:BaseUrl: must be https://HOST:PORT (B2P-0-2)."; // B2P-0-2
        }

        if (settings.Platform.SecondBaseUrl is { } second && (!BrokerConfigurationValidator.IsHttps(second) || second == settings.Platform.BaseUrl))
        {
            yield return $"{key}:Settings:Platform:SecondBaseUrl: must be https://HOST:PORT, and another address than BaseUrl (CONN-6).";
        }

        if (settings.WebUrl is { } web && !BrokerConfigurationValidator.IsHttps(web))
        {
            yield return $"{key}:Settings:WebUrl: must be an absolute https address.";
        }

        foreach (var fault in ModuleMatrix.Validate(key, settings))
        {
            yield return fault;
        }

        foreach (var fault in WebOrigin.Validate(key, settings.WebOrigins))
        {
            yield return fault;
        }

        if (!HexColor().IsMatch(settings.AccentColor))
        {
            yield return $"{key}:Settings:AccentColor: must be a colour such as #2563eb.";
        }

        foreach (var fault in BrandSettingsValidator.Validate(key, settings, crm).Concat(BrandImageFiles.Validate(key, broker.Images)))
        {
            yield return fault;
        }

        foreach (var fault in AccountProductValidator.Validate(key, settings, crm).Concat(AgreementValidator.Validate($"{key}:Settings:Agreements", settings.Agreements, crm)))
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

        foreach (var fault in PartnerSettingsValidator.Validate(key, settings.Partners, broker.InviteToken, crm))
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

        if (settings.CloseUrl is { } close && !BrokerConfigurationValidator.IsHttps(close))
        {
            yield return $"{key}:Settings:CloseUrl: must be an absolute https address.";
        }
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HexColor();
}

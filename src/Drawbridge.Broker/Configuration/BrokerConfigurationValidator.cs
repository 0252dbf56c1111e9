using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.Broker.Configuration;

/// <summary>What must hold for the CRMs and brokers of one installation. Never quotes a secret.</summary>
internal static class BrokerConfigurationValidator
{
    /// <summary>Passwords of CRMs and brokers are made by machines.</summary>
    public const int ShortestPassword = 16;

    /// <summary>Every fault. Secrets that are to be kept have none.</summary>
    /// <param name="given">The CRMs.</param>
    /// <param name="isPart">Whether brokers that are not named may exist all the same.</param>
    /// <param name="isStored">Whether a CRM has a broker that is not named; null when nobody knows.</param>
    public static IEnumerable<string> Validate(IReadOnlyList<CrmConfiguration> given, bool isPart = false, Func<string, string, bool>? isStored = null)
    {
        var crms = given.Select(KeptSecrets.WithStandIns).ToList();
        // BID-40: unique names; compared exactly (BID-14).
        foreach (var name in Repeated(crms.Select(crm => crm.Name)))
        {
            yield return $"Crms: the name '{name}' is used twice; every CRM needs its own brokerCrmName.";
        }

        foreach (var name in Repeated(crms.SelectMany(crm => crm.Brokers).Select(broker => broker.Name)))
        {
            yield return $"Crms: the broker name '{name}' is used twice; every broker and white label needs its own brokerName (BID-42).";
        }

        foreach (var fault in crms.SelectMany(crm => ValidateCrm(crm, isPart, isStored)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> ValidateCrm(CrmConfiguration crm, bool isPart, Func<string, string, bool>? isStored)
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

        if (crm.Brokers.Count == 0 && !isPart)
        {
            yield return $"{key}:Brokers: name at least one broker.";
        }

        foreach (var fault in ValidateBrokers(crm, isStored).Concat(ValidateSharing(crm)))
        {
            yield return fault;
        }
    }

    /// <summary>One login must ask for the same everywhere, and be kept here (BID-45).</summary>
    private static IEnumerable<string> ValidateSharing(CrmConfiguration crm)
    {
        var sharers = crm.Brokers.Where(broker => (broker.Settings.Users ?? crm.Settings.Users) == UserSharing.Shared).ToList();
        foreach (var broker in sharers)
        {
            var key = $"Crms:{crm.Name}:Brokers:{broker.Name}:Settings:Users";
            if (broker.Settings.SignIn.CrmKeepsUsers || broker.Settings.Identity == IdentityOption.Handoff)
            {
                yield return $"{key}: Shared needs logins that are kept here: leave SignIn:Method at Here and Identity at Sso, or set Users to Apart.";
            }

            if (broker.Settings.SecondFactor != sharers[0].Settings.SecondFactor || broker.Settings.Passkeys != sharers[0].Settings.Passkeys)
            {
                yield return $"{key}: brokers that share their users ask for the same login: set SecondFactor and Passkeys as at {sharers[0].Name}, or Users to Apart.";
            }
        }
    }

    /// <summary>Parents are looked up by name: a CRM may have thousands of white labels.</summary>
    private static IEnumerable<string> ValidateBrokers(CrmConfiguration crm, Func<string, string, bool>? isStored)
    {
        var names = crm.Brokers.Select(static broker => broker.Name).ToHashSet(StringComparer.Ordinal);
        return crm.Brokers.SelectMany(broker => OneBrokerValidator.Validate(crm, broker, name => names.Contains(name) || isStored?.Invoke(crm.Name, name) == true));
    }

    /// <summary>Whether it is a whole address that begins with https.</summary>
    public static bool IsHttps(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps;

    private static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
}

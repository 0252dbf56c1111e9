using System.Text.RegularExpressions;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;

namespace Drawbridge.Broker.Accounts.Products;

/// <summary>What must hold for the accounts that a broker offers.</summary>
internal static partial class AccountProductValidator
{
    private const int MostProducts = 12;
    private static readonly string[] AccountTypes = ["HEDGED", "NETTED", "SPREAD_BETTING"];
    private static readonly string[] AccessRights = ["FULL_ACCESS", "CLOSE_ONLY", "NO_TRADING", "NO_LOGIN"];

    public static IEnumerable<string> Validate(string key, BrokerSettings settings, CrmConfiguration crm)
    {
        if (settings.MaximumAccounts < 1)
        {
            yield return $"{key}:Settings:MaximumAccounts: must be at least 1.";
        }

        if (settings.Accounts.All(static product => product.IsDemo) || settings.Accounts.Count > MostProducts)
        {
            yield return $"{key}:Settings:Accounts: name 1 to {MostProducts} kinds of account, one of them live: signing up ends with a live account (CONF-6.3.1-2).";
        }

        foreach (var repeated in settings.Accounts.GroupBy(static product => product.Id, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"{key}:Settings:Accounts: the id '{repeated.Key}' is used twice.";
        }

        foreach (var fault in settings.Accounts.SelectMany(product => ValidateOne($"{key}:Settings:Accounts:{product.Id}", product, settings, crm)))
        {
            yield return fault;
        }

        if (settings.Demo is { } demo)
        {
            if (!demo.BaseUrl.IsAbsoluteUri || demo.BaseUrl.Scheme != Uri.UriSchemeHttps)
            {
                yield return $"{key}:Settings:Demo:BaseUrl: must be https://HOST:PORT (B2P-0-2, B2P-0-5).";
            }

            if (demo.EnvironmentName == settings.Platform.EnvironmentName)
            {
                yield return $"{key}:Settings:Demo:EnvironmentName: must be another one than that of Platform, such as demo (B2P-3.4-6).";
            }
        }
    }

    private static IEnumerable<string> ValidateOne(string key, AccountProduct product, BrokerSettings settings, CrmConfiguration crm)
    {
        if (!Id().IsMatch(product.Id))
        {
            yield return $"{key}:Id: has 1 to 32 of a-z, 0-9 and '-'.";
        }

        if ((settings.Accounts.Count > 1 || product.Name.Count > 0) && !product.Name.ContainsKey(crm.Settings.DefaultLanguage))
        {
            yield return $"{key}:Name: needs a text in {crm.Settings.DefaultLanguage}, the CRM's default language, so that traders can choose.";
        }

        if (product.Currencies.Count == 0 || product.LeveragesInCents.Count == 0)
        {
            yield return $"{key}: name at least one currency and one leverage.";
        }

        if (product.LeveragesInCents.Any(static leverage => leverage < 100))
        {
            yield return $"{key}:LeveragesInCents: 100 is 1:1, the least; 1:30 is 3000 (B2P-3.3-9).";
        }

        if (!AccountTypes.Contains(product.AccountType, StringComparer.Ordinal))
        {
            yield return $"{key}:AccountType: is one of {string.Join(", ", AccountTypes)} (B2P-3.3-3).";
        }

        if (!AccessRights.Contains(product.AccessRights, StringComparer.Ordinal))
        {
            yield return $"{key}:AccessRights: is one of {string.Join(", ", AccessRights)} (B2P-3.3-2).";
        }

        if (product.IsDemo && settings.Demo is null)
        {
            yield return $"{key}:IsDemo: name under Settings:Demo where demo accounts are opened.";
        }

        if (product.OpeningBalance < 0 || (product.OpeningBalance > 0 && !product.IsDemo))
        {
            yield return $"{key}:OpeningBalance: is play money, so it is for demo accounts, and not negative (B2P-3.3-4).";
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}

using System.Text.RegularExpressions;
using Drawbridge.Broker.Configuration;

namespace Drawbridge.Broker.Agreements;

/// <summary>What must hold for the agreements of a broker.</summary>
internal static partial class AgreementValidator
{
    private const int LongestVersion = 64;

    /// <summary>The faults, each with its key.</summary>
    /// <param name="key">Where the agreements stand, such as <c>…:Settings:Agreements</c>.</param>
    /// <param name="agreements">The agreements.</param>
    /// <param name="crm">Whose broker it is.</param>
    public static IEnumerable<string> Validate(string key, IReadOnlyList<UserAgreement> agreements, CrmConfiguration crm)
    {
        foreach (var repeated in agreements.GroupBy(static agreement => agreement.Id, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"{key}: the id '{repeated.Key}' is used twice.";
        }

        foreach (var fault in agreements.SelectMany(agreement => ValidateOne($"{key}:{agreement.Id}", agreement, agreements.Count, crm)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> ValidateOne(string key, UserAgreement agreement, int count, CrmConfiguration crm)
    {
        if (!Id().IsMatch(agreement.Id))
        {
            yield return $"{key}:Id: has 1 to 32 of a-z, 0-9 and '-'.";
        }

        if ((count > 1 || agreement.Title.Count > 0) && !agreement.Title.ContainsKey(crm.Settings.DefaultLanguage))
        {
            yield return $"{key}:Title: needs a text in {crm.Settings.DefaultLanguage}, the CRM's default language.";
        }

        if (agreement.Versions.Count == 0)
        {
            yield return $"{key}:Versions: name at least one version, with Version and Url.";
        }

        foreach (var repeated in agreement.Versions.GroupBy(static version => version.Version, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"{key}:Versions: the version '{repeated.Key}' stands there twice.";
        }

        if (agreement.Versions.GroupBy(static version => version.ValidFrom).Any(static group => group.Count() > 1))
        {
            yield return $"{key}:Versions: two versions have the same ValidFrom, so which of them is in force cannot be told.";
        }

        if (agreement.Versions.Any(static version => version.Version.Length is 0 or > LongestVersion))
        {
            yield return $"{key}:Versions: Version has 1 to {LongestVersion} characters.";
        }

        if (agreement.Versions.SelectMany(static version => version.Addresses).Any(static url => !url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps))
        {
            yield return $"{key}:Versions: Url and Urls must be absolute https addresses (P2B-0-4).";
        }

        if (agreement.Versions.SelectMany(static version => version.Urls.Keys).FirstOrDefault(language => !crm.Settings.Languages.Contains(language, StringComparer.Ordinal)) is { } unknown)
        {
            yield return $"{key}:Versions:Urls: '{unknown}' is not among the CRM's Languages (SCR-45).";
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}

using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Users;
using Drawbridge.Broker.UserTags;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>What can be wrong with an audience: something that the broker does not have, or that cannot be.</summary>
internal static class AudienceValidator
{
    private const int MostValues = 1000;
    private const int MostDays = 36_500;
    private const decimal GreatestBalance = 1_000_000_000_000m;

    public static IEnumerable<CampaignFault> FaultsOf(BrokerEntity broker, RibbonAudience audience)
    {
        var settings = broker.Settings;
        if (audience.Languages.Except(broker.Crm.Settings.Languages, StringComparer.Ordinal).Any())
        {
            yield return new("audience.languages", $"Languages can be: {string.Join(", ", broker.Crm.Settings.Languages)}.");
        }

        if (!audience.Countries.All(Country.IsValid))
        {
            yield return new("audience.countries", $"{Country.Rule} Give those of the countries of residence.");
        }

        foreach (var (field, tags) in new[] { ("audience.tags", audience.Tags), ("audience.withoutTags", audience.WithoutTags) })
        {
            if (tags.Count > MostValues || !tags.All(UserTag.IsValid))
            {
                yield return new(field, UserTag.Rule);
            }
        }

        if (audience.Partners.Count > MostValues || audience.Partners.Any(static one => one.Length is 0 or > 128 || one.Any(char.IsControl)))
        {
            yield return new("audience.partners", "Give ids of partners of 1 to 128 characters.");
        }

        if (audience.KycLevel is null != audience.KycApproved is null || (audience.KycLevel is { } level && settings.Kyc.Levels.All(one => one.Id != level)))
        {
            yield return new("audience.kycLevel", $"Say a level and whether it is approved. The broker has: {Words(settings.Kyc.Levels.Select(static one => one.Id))}.");
        }

        foreach (var (field, days) in new[]
        {
            ("audience.signedUpBeforeDays", audience.SignedUpBeforeDays), ("audience.signedUpWithinDays", audience.SignedUpWithinDays),
            ("audience.firstDepositWithinDays", audience.FirstDepositWithinDays), ("audience.firstDepositBeforeDays", audience.FirstDepositBeforeDays),
        })
        {
            if (days is < 0 or > MostDays)
            {
                yield return new(field, $"Days go from 0 to {MostDays}.");
            }
        }

        if (audience.HasDeposited == false && (audience.FirstDepositBeforeDays ?? audience.FirstDepositWithinDays) is not null)
        {
            yield return new("audience.hasDeposited", "Who has not deposited has no first deposit: leave one of the two out.");
        }

        if ((audience.DepositedAtLeast ?? audience.DepositedAtMost) is not null == audience.DepositedCurrency is null
            || audience.DepositedCurrency is { } currency && !IsCurrency(currency)
            || audience.DepositedAtLeast is < 0 or > 1_000_000_000 || audience.DepositedAtMost is < 0 or > 1_000_000_000)
        {
            yield return new("audience.depositedCurrency", "Give an amount of 0 to 1,000,000,000 with its currency of three capital letters.");
        }

        foreach (var fault in FaultsOf(broker, audience.Accounts))
        {
            yield return fault;
        }
    }

    private static IEnumerable<CampaignFault> FaultsOf(BrokerEntity broker, AccountFilter accounts)
    {
        if (accounts.Demo == true && broker.Settings.Demo is null)
        {
            yield return new("audience.accounts.demo", "The broker has no demo accounts.");
        }

        if (accounts.Products.Except(broker.Settings.Accounts.Select(static one => one.Id), StringComparer.Ordinal).Any())
        {
            yield return new("audience.accounts.products", $"The broker's kinds of account are: {Words(broker.Settings.Accounts.Select(static one => one.Id))}.");
        }

        if (!accounts.Currencies.All(IsCurrency))
        {
            yield return new("audience.accounts.currencies", "Currencies have three capital letters, such as EUR.");
        }

        if (accounts.Logins.Count > MostValues || accounts.Logins.Any(static one => one <= 0))
        {
            yield return new("audience.accounts.logins", $"Give numbers of accounts, at most {MostValues} of them. Put a tag on more traders instead.");
        }

        foreach (var fault in FaultsOfBalance(accounts))
        {
            yield return fault;
        }
    }

    private static IEnumerable<CampaignFault> FaultsOfBalance(AccountFilter accounts)
    {
        foreach (var (field, bound) in new[] { ("audience.accounts.balanceAtLeast", accounts.BalanceAtLeast), ("audience.accounts.balanceAtMost", accounts.BalanceAtMost) })
        {
            if (bound is < 0 or > GreatestBalance)
            {
                yield return new(field, "A balance goes from 0 to 1,000,000,000,000.");
            }
        }

        if (accounts.AsksForBalance && accounts.Currencies.Count != 1)
        {
            yield return new("audience.accounts.currencies", "A balance needs exactly one currency, such as EUR.");
        }

        if (accounts.BalanceAtLeast > accounts.BalanceAtMost)
        {
            yield return new("audience.accounts.balanceAtMost", "No balance is at least that much and at most so little: exchange the two.");
        }
    }

    private static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    private static string Words(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } text ? text : "none";
}

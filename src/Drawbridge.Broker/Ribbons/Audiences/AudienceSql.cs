using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Schedules;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Audiences;

/// <summary>
/// Audiences as conditions of SQL about <c>users u</c>. Counting, explaining and planning use the same ones, so they cannot say different things. Values
/// are parameters, whose names begin with a prefix for each campaign.
/// </summary>
internal sealed class AudienceSql(Dialect dialect, BrokerEntity broker, long campaignId, CampaignContent content, DateTimeOffset now)
{
    // What a partner has earned is paid to an account as well, and is not paid in by anybody.
    private static readonly string Paid = $"from payments p where p.broker_id = u.broker_id and p.user_id = u.id and p.source = {(int)PaymentSource.Cashier}";

    // Amounts in 10^-8, whatever the digits of the payment.
    private const int Digits = 8;

    private static readonly string Units =
        $"p.amount * (case p.money_digits {string.Concat(Enumerable.Range(0, Digits).Select(static digits => string.Create(CultureInfo.InvariantCulture, $"when {digits} then {(long)Math.Pow(10, Digits - digits)} ")))}else 1 end)";

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"c{campaignId}_");
    private readonly List<AudienceCondition> _conditions = [];
    private readonly Dictionary<string, object?> _parameters = [];

    /// <summary>What has to hold, beside being the broker's; and its parameters.</summary>
    public (IReadOnlyList<AudienceCondition> Conditions, IReadOnlyDictionary<string, object?> Parameters) Build()
    {
        var audience = content.Audience;
        Add("Known to the platform", "u.ctrader_user_id is not null");
        Add("Not blocked", "u.blocked_at is null");
        AddIn($"Language is {Words(audience.Languages)}", "u.preferred_language", audience.Languages);
        AddIn($"Country of residence is {Words(audience.Countries)}", "u.country", audience.Countries);
        if (audience.Tags.Count > 0)
        {
            Add($"Has the tag {Words(audience.Tags)}", $"exists (select 1 from user_tags t where t.user_id = u.id and {dialect.In("t.tag", Name(audience.Tags.ToArray()))})");
        }

        if (audience.WithoutTags.Count > 0)
        {
            Add($"Has not the tag {Words(audience.WithoutTags)}", $"not exists (select 1 from user_tags t where t.user_id = u.id and {dialect.In("t.tag", Name(audience.WithoutTags.ToArray()))})");
        }

        AddIn($"Came by the partner {Words(audience.Partners)}", "u.partner_id", audience.Partners);
        if (audience.HasPartner is { } hasPartner)
        {
            Add(hasPartner ? "Came by a partner" : "Came by no partner", hasPartner ? "u.partner_id is not null" : "u.partner_id is null");
        }

        AddDays("Signed up at least {0} days ago", "u.created_at < {0}", audience.SignedUpBeforeDays, 1);
        AddDays("Signed up at most {0} days ago", "u.created_at >= {0}", audience.SignedUpWithinDays);
        AddKyc(audience);
        AddDeposits(audience);
        AddAccounts(audience);
        if (content.Schedule.DaysPerTrader is { } days)
        {
            Add(
                string.Create(CultureInfo.InvariantCulture, $"Has not seen it on {days} days yet"),
                $"not exists (select 1 from ribbon_exposures e where e.campaign_id = {Name(campaignId)} and e.ctrader_user_id = u.ctrader_user_id and e.first_at < {Name(DaysAgo(days - 1))})");
        }

        return (_conditions, _parameters);
    }

    /// <summary>The condition that an account, <c>accounts a</c>, has to meet.</summary>
    public static string AccountCondition(Dialect dialect, BrokerEntity broker, AccountFilter filter, Func<object, string> nameOf)
    {
        var conditions = new List<string> { "a.broker_id = u.broker_id", "a.user_id = u.id" };
        if (filter.Demo is { } demo)
        {
            conditions.Add(broker.Settings.Demo is { } platform ? $"a.environment_name {(demo ? "=" : "<>")} {nameOf(platform.EnvironmentName)}" : demo ? "1 = 0" : "1 = 1");
        }

        foreach (var (column, values) in new[] { ("a.product", filter.Products), ("a.deposit_currency", filter.Currencies) })
        {
            if (values.Count > 0)
            {
                conditions.Add(dialect.In(column, nameOf(values.ToArray())));
            }
        }

        if (filter.Logins.Count > 0)
        {
            conditions.Add(dialect.In("a.trader_login", nameOf(filter.Logins.ToArray())));
        }

        foreach (var (bound, compares) in new[] { (filter.BalanceAtLeast, ">="), (filter.BalanceAtMost, "<=") })
        {
            if (bound is { } amount)
            {
                conditions.Add(BalanceCondition.Sql(amount, compares, nameOf));
            }
        }

        return string.Join(" and ", conditions);
    }

    /// <summary>Ends with a letter: on SQLite the values of a list become parameters of its name and a number each, which must not be the name of another one.</summary>
    public static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{index}v");

    private void AddKyc(RibbonAudience audience)
    {
        if (audience is { KycLevel: { } level, KycApproved: { } approved })
        {
            Add(
                approved ? $"KYC “{level}” is approved" : $"KYC “{level}” is not approved",
                $"{(approved ? "" : "not ")}exists (select 1 from kyc_cases k where k.broker_id = u.broker_id and k.user_id = u.id and k.level = {Name(level)} and k.state = {(int)KycState.Approved})");
        }
    }

    private void AddDeposits(RibbonAudience audience)
    {
        var deposit = $"{Paid} and p.kind = {(int)PaymentKind.Deposit} and p.state = {(int)PaymentState.Credited}";
        if (audience.HasDeposited is { } deposited)
        {
            Add(deposited ? "Has deposited" : "Has not deposited", $"{(deposited ? "" : "not ")}exists (select 1 {deposit})");
        }

        AddDays("First deposit at least {0} days ago", $"exists (select 1 {deposit} and p.updated_at < {{0}})", audience.FirstDepositBeforeDays, 1);
        AddDays(
            "First deposit at most {0} days ago",
            $"(exists (select 1 {deposit}) and not exists (select 1 {deposit} and p.updated_at < {{0}}))", audience.FirstDepositWithinDays);
        if (audience.DepositedCurrency is not { } currency)
        {
            return;
        }

        var sum = $"(select coalesce(sum(case p.kind when {(int)PaymentKind.Deposit} then 1 else -1 end * {Units}), 0) {Paid} and p.currency = {Name(currency)} and p.state in ({(int)PaymentState.Credited}, {(int)PaymentState.PaidOut}))";
        if (audience.DepositedAtLeast is { } least)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"Deposited at least {least} {currency} more than withdrawn"), $"{sum} >= {Name(UnitsOf(least))}");
        }

        if (audience.DepositedAtMost is { } most)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"Deposited at most {most} {currency} more than withdrawn"), $"{sum} <= {Name(UnitsOf(most))}");
        }
    }

    private void AddAccounts(RibbonAudience audience)
    {
        if (!audience.Accounts.IsEmpty || content.Scope == RibbonScope.Account)
        {
            var known = content.Scope == RibbonScope.Account ? " and a.ctid_trader_account_id is not null" : "";
            var (kind, has) = (audience.Accounts with { BalanceAtLeast = null, BalanceAtMost = null }, content.Scope == RibbonScope.Account ? "Has an account of this kind that is linked on the platform" : "Has an account of this kind");
            Add(has, $"exists (select 1 from accounts a where {AccountCondition(dialect, broker, kind, Name)}{known})");
            if (audience.Accounts.AsksForBalance)
            {
                Add(BalanceCondition.Words(audience.Accounts), $"exists (select 1 from accounts a where {AccountCondition(dialect, broker, audience.Accounts, Name)}{known})");
            }
        }
    }

    private void AddDays(string text, string sql, int? days, int later = 0)
    {
        if (days is { } count)
        {
            Add(string.Format(CultureInfo.InvariantCulture, text, count), string.Format(CultureInfo.InvariantCulture, sql, Name(DaysAgo(count - later))));
        }
    }

    private void AddIn(string text, string column, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            Add(text, dialect.In(column, Name(values.ToArray())));
        }
    }

    private void Add(string text, string sql) => _conditions.Add(new(text, sql));

    /// <summary>A parameter with that value.</summary>
    private string Name(object value)
    {
        var name = _prefix + NameOf(_parameters.Count);
        _parameters.Add(name, value);
        return "@" + name;
    }

    /// <summary>The beginning of the day so many days ago, in the zone of the campaign.</summary>
    private DateTimeOffset DaysAgo(int days)
    {
        var zone = content.Schedule.Zone;
        return ZonedTime.At(ZonedTime.LocalAt(now, zone).Date.AddDays(-days), zone);
    }

    private static long UnitsOf(decimal amount) => (long)decimal.Round(amount * 100_000_000m);

    private static string Words(IReadOnlyList<string> words) => string.Join(" or ", words);
}

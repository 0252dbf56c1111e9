using System.Globalization;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Schedules;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Ribbons;

/// <summary>The form of a campaign: its fields have the names that the management API uses, and hold what was typed.</summary>
internal sealed class CampaignForm
{
    private const int LongestField = 4000;
    private const string LocalTime = "yyyy-MM-dd'T'HH:mm";

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>What a field holds.</summary>
    public string this[string field] => _fields.GetValueOrDefault(field, "");

    public IReadOnlyList<DayOfWeek> Weekdays { get; private init; } = [];

    public IReadOnlyList<string> Products { get; private init; } = [];

    public static CampaignForm Of(CampaignContent content)
    {
        var (schedule, audience) = (content.Schedule, content.Audience);
        var form = new CampaignForm { Weekdays = schedule.Weekdays, Products = audience.Accounts.Products };
        foreach (var (language, title) in content.Titles)
        {
            form._fields[$"titles.{language}"] = title;
        }

        foreach (var (name, value) in new (string, string?)[]
        {
            ("name", content.Name), ("color", content.Color), ("closable", content.Closable ? "yes" : "no"), ("opens", content.Action.UrlExternal is null ? "inapp" : "external"),
            ("action", content.Action.UrlExternal ?? content.Action.UrlInApp), ("scope", ScopeOf(content.Scope)), ("priority", Text(content.Priority)),
            ("schedule.timeZone", schedule.TimeZone), ("schedule.start", schedule.Start?.ToString(LocalTime, CultureInfo.InvariantCulture)),
            ("schedule.end", schedule.End?.ToString(LocalTime, CultureInfo.InvariantCulture)), ("schedule.from", schedule.From?.ToString("HH:mm", CultureInfo.InvariantCulture)),
            ("schedule.until", schedule.Until?.ToString("HH:mm", CultureInfo.InvariantCulture)), ("schedule.daysOn", Text(schedule.DaysOn)), ("schedule.daysOff", Text(schedule.DaysOff)),
            ("schedule.daysPerTrader", Text(schedule.DaysPerTrader)), ("audience.languages", Text(audience.Languages)), ("audience.countries", Text(audience.Countries)), ("audience.tags", Text(audience.Tags)),
            ("audience.withoutTags", Text(audience.WithoutTags)), ("audience.partners", Text(audience.Partners)), ("audience.hasPartner", Text(audience.HasPartner)),
            ("audience.signedUpBeforeDays", Text(audience.SignedUpBeforeDays)), ("audience.signedUpWithinDays", Text(audience.SignedUpWithinDays)), ("audience.kycLevel", audience.KycLevel),
            ("audience.kycApproved", Text(audience.KycApproved)), ("audience.hasDeposited", Text(audience.HasDeposited)), ("audience.firstDepositWithinDays", Text(audience.FirstDepositWithinDays)),
            ("audience.firstDepositBeforeDays", Text(audience.FirstDepositBeforeDays)), ("audience.depositedCurrency", audience.DepositedCurrency),
            ("audience.depositedAtLeast", Text(audience.DepositedAtLeast)), ("audience.depositedAtMost", Text(audience.DepositedAtMost)), ("audience.accounts.demo", Text(audience.Accounts.Demo)),
            ("audience.accounts.currencies", Text(audience.Accounts.Currencies)), ("audience.accounts.logins", string.Join(", ", audience.Accounts.Logins)),
            ("audience.accounts.balanceAtLeast", Text(audience.Accounts.BalanceAtLeast)), ("audience.accounts.balanceAtMost", Text(audience.Accounts.BalanceAtMost)),
        })
        {
            form._fields[name] = value ?? "";
        }

        return form;
    }

    public static CampaignForm From(IFormCollection sent)
    {
        var form = new CampaignForm
        {
            Weekdays = [.. sent["schedule.weekdays"].Select(static day => Enum.TryParse<DayOfWeek>(day, out var parsed) ? parsed : (DayOfWeek?)null).OfType<DayOfWeek>().Distinct()],
            Products = [.. sent["audience.accounts.products"].OfType<string>().Distinct(StringComparer.Ordinal)],
        };
        foreach (var field in sent.Keys)
        {
            var text = ConsoleForm.TextOf(sent, field).Replace('\n', ' ');
            form._fields[field] = text.Length <= LongestField ? text : text[..LongestField];
        }

        return form;
    }

    /// <summary>What it says, and what cannot be read.</summary>
    public (CampaignContent Content, IReadOnlyList<CampaignFault> Faults) Read(IEnumerable<string> languages)
    {
        var reader = new Reader(this);
        var url = this["action"].Length == 0 ? null : this["action"];
        var content = new CampaignContent
        {
            Name = this["name"],
            Titles = languages.Where(language => this[$"titles.{language}"].Length > 0).ToDictionary(static language => language, language => this[$"titles.{language}"], StringComparer.Ordinal),
            Color = this["color"].ToLowerInvariant(),
            Closable = this["closable"] != "no",
            Action = this["opens"] == "external" ? new() { UrlExternal = url } : new() { UrlInApp = url },
            Scope = this["scope"] switch { "account" => RibbonScope.Account, "crm" => RibbonScope.Crm, _ => RibbonScope.Broker },
            Priority = reader.Number("priority") ?? 50,
            Schedule = new RibbonSchedule
            {
                TimeZone = this["schedule.timeZone"],
                Start = reader.Time("schedule.start"),
                End = reader.Time("schedule.end"),
                Weekdays = Weekdays,
                From = reader.TimeOfDay("schedule.from"),
                Until = reader.TimeOfDay("schedule.until"),
                DaysOn = reader.Number("schedule.daysOn"),
                DaysOff = reader.Number("schedule.daysOff"),
                DaysPerTrader = reader.Number("schedule.daysPerTrader"),
            },
            Audience = new RibbonAudience
            {
                Languages = Words("audience.languages"),
                Countries = [.. Words("audience.countries").Select(static word => word.ToUpperInvariant())],
                Tags = Words("audience.tags"),
                WithoutTags = Words("audience.withoutTags"),
                Partners = Words("audience.partners"),
                HasPartner = YesNo("audience.hasPartner"),
                SignedUpBeforeDays = reader.Number("audience.signedUpBeforeDays"),
                SignedUpWithinDays = reader.Number("audience.signedUpWithinDays"),
                KycLevel = YesNo("audience.kycApproved") is null ? null : this["audience.kycLevel"],
                KycApproved = YesNo("audience.kycApproved"),
                HasDeposited = YesNo("audience.hasDeposited"),
                FirstDepositWithinDays = reader.Number("audience.firstDepositWithinDays"),
                FirstDepositBeforeDays = reader.Number("audience.firstDepositBeforeDays"),
                DepositedCurrency = this["audience.depositedCurrency"].Length == 0 ? null : this["audience.depositedCurrency"].ToUpperInvariant(),
                DepositedAtLeast = reader.Amount("audience.depositedAtLeast"),
                DepositedAtMost = reader.Amount("audience.depositedAtMost"),
                Accounts = new AccountFilter
                {
                    Demo = YesNo("audience.accounts.demo"),
                    Products = Products,
                    Currencies = [.. Words("audience.accounts.currencies").Select(static word => word.ToUpperInvariant())],
                    Logins = reader.Numbers("audience.accounts.logins"),
                    BalanceAtLeast = reader.Amount("audience.accounts.balanceAtLeast"),
                    BalanceAtMost = reader.Amount("audience.accounts.balanceAtMost"),
                },
            },
        };
        return (content, reader.Faults);
    }

    private static string ScopeOf(RibbonScope scope) => scope switch { RibbonScope.Account => "account", RibbonScope.Crm => "crm", _ => "broker" };

    private static string Text(IReadOnlyList<string> words) => string.Join(", ", words);

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private static string Text(bool? value) => value switch { true => "yes", false => "no", null => "" };

    private bool? YesNo(string field) => this[field] switch { "yes" => true, "no" => false, _ => null };

    private string[] Words(string field) => [.. this[field].Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads fields that are no text, and remembers what cannot be read.</summary>
    private sealed class Reader(CampaignForm form)
    {
        private readonly List<CampaignFault> _faults = [];

        public IReadOnlyList<CampaignFault> Faults => _faults;

        public int? Number(string field) =>
            Read(field, static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null, "Enter a whole number.");

        public decimal? Amount(string field) =>
            Read(field, static text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : (decimal?)null, "Enter an amount such as 250 or 99.50.");

        public DateTime? Time(string field) =>
            Read(field, static text => DateTime.TryParseExact(text, [LocalTime, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : (DateTime?)null, "Enter a day and a time.");

        public TimeOnly? TimeOfDay(string field) =>
            Read(field, static text => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : (TimeOnly?)null, "Enter a time such as 09:30.");

        public List<long> Numbers(string field)
        {
            var words = form.Words(field);
            var numbers = words.Select(static word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null).OfType<long>().ToList();
            if (numbers.Count < words.Length)
            {
                _faults.Add(new(field, "Enter numbers with commas between them."));
            }

            return numbers;
        }

        private T? Read<T>(string field, Func<string, T?> parse, string otherwise)
            where T : struct
        {
            var text = form[field];
            if (text.Length == 0)
            {
                return null;
            }

            var value = parse(text);
            if (value is null)
            {
                _faults.Add(new(field, otherwise));
            }

            return value;
        }
    }
}

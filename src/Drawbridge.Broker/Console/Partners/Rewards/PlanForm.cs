using System.Globalization;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Partners.Rewards;

/// <summary>The form of a plan: its fields have the names that the management API uses, and hold what was typed.</summary>
internal sealed class PlanForm
{
    /// <summary>How many levels the form offers unless there are more.</summary>
    public const int OfferedLevels = 5;

    private const int LongestField = 8000;
    private const int MostLots = 1_000_000;

    /// <summary>What fields are called at the head of the form, where an error alone does not tell which one it is about.</summary>
    private static readonly (string Field, string Label)[] Labels =
    [
        ("currency", "Currency"), ("perLot.amount", "For each lot"), ("perLot.groups", "Other amounts"), ("cpa.amount", "Once for each trader"), ("cpa.minimumDeposit", "Paid in at least"),
        ("cpa.minimumLots", "Closed at least"), ("cpa.withinDays", "Within days"), ("revenueShare.percent", "Of the revenue"), ("revenueShare.markup.amount", "Markup"),
        ("revenueShare.markup.groups", "Other markups"), ("levels", "Up the tree"),
    ];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>What a field holds.</summary>
    public string this[string field] => _fields.GetValueOrDefault(field, "");

    /// <summary>What the levels get, as it was typed.</summary>
    public IReadOnlyList<string> Levels { get; private init; } = [];

    /// <summary>An empty form.</summary>
    public static PlanForm New() => Of("", new() { Currency = "EUR", Levels = [100], PerLot = new() { Amount = 5 } });

    /// <summary>The form of terms that there are.</summary>
    public static PlanForm Of(string name, RewardTerms terms)
    {
        var form = new PlanForm { Levels = [.. terms.Levels.Select(static level => Text(level))] };
        foreach (var (field, value) in new (string, string?)[]
        {
            ("name", name), ("currency", terms.Currency), ("perLot.amount", Text(terms.PerLot?.Amount)), ("perLot.groups", Text(terms.PerLot?.Groups)), ("cpa.amount", Text(terms.Cpa?.Amount)),
            ("cpa.minimumDeposit", Text(terms.Cpa?.MinimumDeposit)), ("cpa.minimumLots", Text(terms.Cpa?.MinimumLots)), ("cpa.withinDays", terms.Cpa?.WithinDays.ToString(CultureInfo.InvariantCulture)),
            ("revenueShare.percent", Text(terms.RevenueShare?.Percent)), ("revenueShare.commission", terms.RevenueShare?.Commission == false ? "no" : "yes"),
            ("revenueShare.markup.amount", Text(terms.RevenueShare?.Markup?.Amount)), ("revenueShare.markup.groups", Text(terms.RevenueShare?.Markup?.Groups)),
            ("sample.symbol", "EURUSD"), ("sample.lots", "1"), ("sample.commission", "6"),
        })
        {
            form._fields[field] = value ?? "";
        }

        return form;
    }

    /// <summary>What was sent.</summary>
    public static PlanForm From(IFormCollection sent)
    {
        var form = new PlanForm
        {
            Levels = [.. Enumerable.Range(1, RewardTermsValidator.MostLevels).Select(level => ConsoleForm.TextOf(sent, $"levels.{level.ToString(CultureInfo.InvariantCulture)}"))],
        };
        foreach (var field in sent.Keys)
        {
            var text = ConsoleForm.TextOf(sent, field);
            form._fields[field] = text.Length <= LongestField ? text : text[..LongestField];
        }

        return form;
    }

    /// <summary>What it says, and what is wrong with it at which field.</summary>
    public (RewardTerms Terms, FormErrors Errors) Read()
    {
        var errors = new FormErrors();
        var levels = Levels.Reverse().SkipWhile(static level => level.Length == 0).Reverse().Select(level => level.Length == 0 ? 0 : Number(errors, "levels", level) ?? 0).ToList();
        var (perLot, groups) = (Number(errors, "perLot.amount"), Groups(errors, "perLot.groups"));
        var (markup, markups) = (Number(errors, "revenueShare.markup.amount"), Groups(errors, "revenueShare.markup.groups"));
        var (cpa, share) = (Number(errors, "cpa.amount"), Number(errors, "revenueShare.percent"));
        var terms = new RewardTerms
        {
            Currency = this["currency"].ToUpperInvariant(),
            Levels = levels,
            PerLot = perLot is null && groups.Count == 0 ? null : new() { Amount = perLot ?? 0, Groups = groups },
            Cpa = cpa is null ? null : new()
            {
                Amount = cpa.Value, MinimumDeposit = Number(errors, "cpa.minimumDeposit") ?? 0, MinimumLots = Number(errors, "cpa.minimumLots") ?? 0, WithinDays = (int)(Number(errors, "cpa.withinDays") ?? 30),
            },
            RevenueShare = share is null ? null : new()
            {
                Percent = share.Value, Commission = this["revenueShare.commission"] == "yes", Markup = markup is null && markups.Count == 0 ? null : new() { Amount = markup ?? 0, Groups = markups },
            },
        };
        if (!errors.Any)
        {
            foreach (var fault in RewardTermsValidator.FaultsOf(terms))
            {
                AddFault(errors, fault);
            }
        }

        foreach (var (field, label) in Labels)
        {
            errors.Call(field, label);
        }

        return (terms, errors);
    }

    /// <summary>The position that the preview is about.</summary>
    public SampleTrade Sample()
    {
        var ignored = new FormErrors();
        decimal Of(string field, decimal otherwise) => Math.Clamp(Number(ignored, field) ?? otherwise, 0, MostLots);
        return new(this["sample.symbol"] is { Length: > 0 } symbol ? symbol : "EURUSD", Of("sample.lots", 1), Of("sample.commission", 0));
    }

    /// <summary>Faults begin with the name of what is wrong, as the management API has it.</summary>
    private static void AddFault(FormErrors errors, string fault)
    {
        if (fault.Split(": ", 2) is not [var name, var text] || name.Contains(' ', StringComparison.Ordinal))
        {
            errors.Add("perLot.amount", fault);
            return;
        }

        errors.Add(name switch
        {
            "perLot" => "perLot.amount",
            "cpa" => "cpa.minimumDeposit",
            "revenueShare" => "revenueShare.percent",
            "revenueShare.markup" => "revenueShare.markup.amount",
            _ => name.Contains(".groups", StringComparison.Ordinal) ? name[..(name.IndexOf(".groups", StringComparison.Ordinal) + ".groups".Length)] : name,
        }, char.ToUpperInvariant(text[0]) + text[1..]);
    }

    private decimal? Number(FormErrors errors, string field) => this[field].Length == 0 ? null : Number(errors, field, this[field]);

    private static decimal? Number(FormErrors errors, string field, string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        errors.Add(field, "Enter a number such as 7.50.");
        return null;
    }

    /// <summary>A line for each group: <c>XAUUSD, XAG* = 12.50</c>.</summary>
    private List<SymbolAmount> Groups(FormErrors errors, string field)
    {
        var groups = new List<SymbolAmount>();
        foreach (var line in this[field].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('=', StringSplitOptions.TrimEntries) is not [var symbols, var amount] || Number(new(), field, amount) is not { } number)
            {
                errors.Add(field, "Write one group a line, such as XAUUSD, XAG* = 12.50.");
                break;
            }

            groups.Add(new() { Symbols = symbols.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Amount = number });
        }

        return groups;
    }

    private static string Text(decimal? number) => number?.ToString("0.########", CultureInfo.InvariantCulture) ?? "";

    private static string Text(IReadOnlyList<SymbolAmount>? groups) => string.Join('\n', (groups ?? []).Select(static group => $"{string.Join(", ", group.Symbols)} = {Text(group.Amount)}"));
}

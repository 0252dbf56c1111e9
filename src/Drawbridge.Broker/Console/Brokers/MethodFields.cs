using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Ways to pay as groups of fields. What differs by currency has no fields and stays.</summary>
internal static class MethodFields
{
    /// <summary>What names of fields begin with.</summary>
    public const string Prefix = "methods";

    private const string Key = "Settings:Cashier";

    /// <summary>Name of a field of a group.</summary>
    public static string Name(int group, string field) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{group}.{field}");

    public static void Fill(BrokerSettings settings, Dictionary<string, string> values)
    {
        values["approveAbove"] = BrokerForm.TextOf(settings.Cashier.ApproveWithdrawalsAbove);
        values["withdrawalNeedsKyc"] = settings.Cashier.WithdrawalNeedsKyc ?? "";
        for (var i = 0; i < settings.Cashier.Methods.Count; i++)
        {
            var method = settings.Cashier.Methods[i];
            foreach (var (field, value) in new[]
            {
                ("id", method.Id), ("was", method.Id), ("place", (i + 1).ToString(CultureInfo.InvariantCulture)), ("label", BrokerForm.TextOf(method.Label)), ("provider", method.Provider),
                ("deposits", method.Deposits ? "on" : ""), ("withdrawals", method.Withdrawals ? "on" : ""), ("currencies", string.Join(' ', method.Currencies)),
                ("minimum", BrokerForm.TextOf(method.Minimum)), ("maximum", BrokerForm.TextOf(method.Maximum)),
                ("presets", string.Join(' ', method.Presets.Select(static preset => BrokerForm.TextOf(preset)))),
                ("dailyDeposits", BrokerForm.TextOf(method.DailyDeposits)), ("dailyWithdrawals", BrokerForm.TextOf(method.DailyWithdrawals)),
            })
            {
                values[Name(i, field)] = value;
            }

            Fill(values, Name(i, "depositFee"), method.DepositFee);
            Fill(values, Name(i, "withdrawalFee"), method.WithdrawalFee);
        }
    }

    public static BrokerConfiguration Apply(BrokerForm form, BrokerConfiguration broker, FormErrors errors)
    {
        var cashier = broker.Settings.Cashier;
        var byName = cashier.Methods.DistinctBy(static method => method.Id, StringComparer.Ordinal).ToDictionary(static method => method.Id, StringComparer.Ordinal);
        return broker with
        {
            Settings = broker.Settings with
            {
                Cashier = cashier with
                {
                    Methods = [.. Kept(form).Select(group => MethodOf(form, group, byName.GetValueOrDefault(form[Name(group, "was")]), errors))],
                    ApproveWithdrawalsAbove = form.Number("approveAbove", errors),
                    WithdrawalNeedsKyc = form["withdrawalNeedsKyc"].Length == 0 ? null : form["withdrawalNeedsKyc"],
                },
            },
        };
    }

    public static string? FieldOf(BrokerForm form, string key)
    {
        if (key.StartsWith($"{Key}:Methods:", StringComparison.Ordinal) && key.Split(':') is [_, _, _, var number, .. var rest]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && Kept(form).Select(static group => (int?)group).ElementAtOrDefault(index) is { } group)
        {
            return Name(group, rest switch
            {
                ["Label"] => "label",
                ["Minimum"] => "minimum",
                ["Presets"] => "presets",
                ["DailyDeposits"] => "dailyDeposits",
                ["DailyWithdrawals"] => "dailyWithdrawals",
                ["DepositFee"] => "depositFee.percent",
                ["WithdrawalFee"] => "withdrawalFee.percent",
                ["ByCurrency", ..] => "currencies",
                _ => "id",
            });
        }

        return key switch
        {
            $"{Key}:ApproveWithdrawalsAbove" => "approveAbove",
            $"{Key}:WithdrawalNeedsKyc" or "Settings:Modules:Kyc" => "withdrawalNeedsKyc",
            _ => null,
        };
    }

    private static PaymentMethod MethodOf(BrokerForm form, int group, PaymentMethod? before, FormErrors errors)
    {
        string Of(string field) => Name(group, field);
        var was = before ?? new PaymentMethod { Id = "", Label = new Dictionary<string, string>(StringComparer.Ordinal), Provider = "" };
        if (form[Of("provider")].Length is 0 or > 64)
        {
            errors.Add(Of("provider"), "Enter the name of a payment provider.");
        }

        return was with
        {
            Id = form[Of("id")],
            Label = form.Texts(Of("label"), errors),
            Provider = form[Of("provider")],
            Deposits = form.Has(Of("deposits")),
            Withdrawals = form.Has(Of("withdrawals")),
            Currencies = [.. form.Words(Of("currencies")).Select(static word => word.ToUpperInvariant())],
            Minimum = Required(form, Of("minimum"), errors),
            Maximum = Required(form, Of("maximum"), errors),
            Presets = form.Numbers(Of("presets"), errors),
            DailyDeposits = form.Number(Of("dailyDeposits"), errors),
            DailyWithdrawals = form.Number(Of("dailyWithdrawals"), errors),
            DepositFee = FeeOf(form, Of("depositFee"), errors),
            WithdrawalFee = FeeOf(form, Of("withdrawalFee"), errors),
        };
    }

    private static decimal Required(BrokerForm form, string field, FormErrors errors)
    {
        if (form.Number(field, errors) is { } number)
        {
            return number;
        }

        BrokerForm.AddOnce(errors, field, "Enter an amount.");
        return 0;
    }

    private static void Fill(Dictionary<string, string> values, string name, PaymentFee? fee)
    {
        values[$"{name}.percent"] = BrokerForm.TextOf(fee?.Percent);
        values[$"{name}.fixed"] = BrokerForm.TextOf(fee?.Fixed);
        values[$"{name}.minimum"] = BrokerForm.TextOf(fee?.Minimum);
        values[$"{name}.maximum"] = BrokerForm.TextOf(fee?.Maximum);
        values[$"{name}.byBroker"] = fee?.PaidBy == FeeBearer.Broker ? "on" : "";
    }

    private static PaymentFee? FeeOf(BrokerForm form, string name, FormErrors errors)
    {
        var (percent, amount) = (form.Number($"{name}.percent", errors), form.Number($"{name}.fixed", errors));
        var (minimum, maximum) = (form.Number($"{name}.minimum", errors), form.Number($"{name}.maximum", errors));
        return percent is null && amount is null && minimum is null && maximum is null ? null : new()
        {
            Percent = percent ?? 0, Fixed = amount ?? 0, Minimum = minimum, Maximum = maximum, PaidBy = form.Has($"{name}.byBroker") ? FeeBearer.Broker : FeeBearer.Trader,
        };
    }

    /// <summary>Groups that say something and are not to go, in the order that traders see.</summary>
    private static IEnumerable<int> Kept(BrokerForm form) => Enumerable.Range(0, form.CountGroups(Prefix, "id"))
        .Where(group => !form.Has(Name(group, "remove")) && (form[Name(group, "id")] + form[Name(group, "label")] + form[Name(group, "provider")]).Length > 0)
        .OrderBy(group => int.TryParse(form[Name(group, "place")], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue);
}

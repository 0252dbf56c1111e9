using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Payments;

namespace Drawbridge.Broker.Cashier;

/// <summary>What must hold for the cashier of a broker.</summary>
internal static class CashierSettingsValidator
{
    private const int LongestId = 64;
    private const int CurrencyLength = 3;

    public static IEnumerable<string> Validate(string brokerKey, CashierSettings cashier, CrmConfiguration crm)
    {
        for (var i = 0; i < cashier.Methods.Count; i++)
        {
            var method = cashier.Methods[i];
            var key = $"{brokerKey}:Settings:Cashier:Methods:{i}";
            if (method.Id.Length is 0 or > LongestId || !method.Id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                || cashier.Methods.Take(i).Any(other => other.Id == method.Id))
            {
                yield return $"{key}:Id: must be 1 to 64 letters, digits, '-' and '_', and no other method's.";
            }

            if (string.IsNullOrWhiteSpace(method.Label.GetValueOrDefault(crm.Settings.DefaultLanguage)))
            {
                yield return $"{key}:Label: lacks the text in the CRM's default language, {crm.Settings.DefaultLanguage} (SCR-45).";
            }

            foreach (var fault in method.ByCurrency.Keys.Append(null).SelectMany(currency => ValidateTerms(key, method, currency)))
            {
                yield return fault;
            }
        }

        if (cashier.ApproveWithdrawalsAbove < 0)
        {
            yield return $"{brokerKey}:Settings:Cashier:ApproveWithdrawalsAbove: must not be below zero.";
        }
    }

    /// <summary>What holds for accounts of a currency, or of those that are not named.</summary>
    private static IEnumerable<string> ValidateTerms(string methodKey, PaymentMethod method, string? currency)
    {
        var key = currency is null ? methodKey : $"{methodKey}:ByCurrency:{currency}";
        if (currency is not null && (currency.Length != CurrencyLength || !currency.All(char.IsAsciiLetterUpper)))
        {
            yield return $"{methodKey}:ByCurrency: '{currency}' must be a currency such as EUR.";
        }

        foreach (var kind in new[] { PaymentKind.Deposit, PaymentKind.Withdrawal })
        {
            var terms = MethodTerms.Of(method, kind, currency ?? "");
            var name = kind == PaymentKind.Deposit ? "Deposit" : "Withdrawal";
            if (terms.Fee is { } fee && (fee.Fixed < 0 || fee.Percent is < 0 or >= 100 || fee.Minimum < 0 || fee.Maximum < (fee.Minimum ?? 0)))
            {
                yield return $"{key}:{name}Fee: Fixed and Minimum must not be below zero, Percent 0 to below 100, and Maximum at least Minimum.";
            }

            if (terms.Daily < terms.Minimum)
            {
                yield return $"{key}:Daily{name}s: must be at least Minimum.";
            }
        }

        var both = MethodTerms.Of(method, PaymentKind.Deposit, currency ?? "");
        if (both.Minimum <= 0 || both.Maximum < both.Minimum)
        {
            yield return $"{key}:Minimum: must be above zero and at most Maximum.";
        }

        if (both.Presets.Any(preset => preset < both.Minimum || preset > both.Maximum))
        {
            yield return $"{key}:Presets: must be between Minimum and Maximum.";
        }
    }
}

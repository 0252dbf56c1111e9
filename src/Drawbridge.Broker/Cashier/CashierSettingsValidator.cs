using Drawbridge.Broker.Configuration;

namespace Drawbridge.Broker.Cashier;

/// <summary>What must hold for the cashier of a broker.</summary>
internal static class CashierSettingsValidator
{
    private const int LongestId = 64;

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

            if (method.Minimum <= 0 || method.Maximum < method.Minimum)
            {
                yield return $"{key}:Minimum: must be above zero and at most Maximum.";
            }

            if (method.Presets.Any(preset => preset < method.Minimum || preset > method.Maximum))
            {
                yield return $"{key}:Presets: must be between Minimum and Maximum.";
            }
        }

        if (cashier.ApproveWithdrawalsAbove < 0)
        {
            yield return $"{brokerKey}:Settings:Cashier:ApproveWithdrawalsAbove: must not be below zero.";
        }
    }
}

using System.Globalization;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Money;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Cashier;

/// <summary>The amount form as sent.</summary>
internal sealed record CashierForm(string Amount, string? Method, string SubmissionKey)
{
    public const string KeyField = "submissionKey";
    private const int KeyLength = 32;
    private const int LongestAmount = 32;

    public bool HasKey => SubmissionKey.Length == KeyLength && SubmissionKey.All(char.IsAsciiHexDigit);

    /// <summary>An empty form.</summary>
    public static CashierForm New(PaymentMethod? method) => new("", method?.Id, System.Security.Cryptography.RandomNumberGenerator.GetHexString(KeyLength, lowercase: true));

    public static CashierForm From(IFormCollection form) => new(form["amount"].ToString().Trim(), form["method"].ToString(), form[KeyField].ToString());

    /// <summary>The method and the amount, exact to the account's digits; null and what is wrong otherwise.</summary>
    public (PaymentMethod Method, MoneyAmount Amount)? Read(
        IReadOnlyList<PaymentMethod> methods, CashierAccount account, PaymentKind kind, TextCatalogue texts, FormErrors errors)
    {
        var method = methods.FirstOrDefault(offered => offered.Id == Method);
        if (method is null)
        {
            errors.Add("method", texts[TextKey.ErrorFieldChoose]);
            return null;
        }

        // One comma and no point: a decimal comma, as many keyboards have it. Never a grouping.
        var text = Amount.Contains('.', StringComparison.Ordinal) ? Amount : Amount.Replace(',', '.');
        if (text.Length is 0 or > LongestAmount || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            errors.Add("amount", texts[TextKey.CashierErrorAmount]);
        }
        else if (!MoneyAmount.TryFromDecimal(value, account.Digits, out var amount))
        {
            errors.Add("amount", texts.Format(TextKey.CashierErrorDigits, account.Digits));
        }
        else if (value < method.Minimum || value > method.Maximum)
        {
            errors.Add("amount", texts.Format(TextKey.CashierErrorLimits, Money(method.Minimum, account, texts), Money(method.Maximum, account, texts)));
        }
        else if (kind == PaymentKind.Withdrawal && amount.Units > account.Balance.Units)
        {
            errors.Add("amount", texts.Format(TextKey.CashierErrorBalance, Money(account.Balance.ToDecimal(), account, texts)));
        }
        else
        {
            return (method, amount);
        }

        return null;
    }

    /// <summary>An amount with its currency, as the language writes it.</summary>
    public static string Money(decimal amount, CashierAccount account, TextCatalogue texts) => Money(amount, account.Digits, account.Currency, texts);

    /// <inheritdoc cref="Money(decimal, CashierAccount, TextCatalogue)"/>
    public static string Money(decimal amount, int digits, string currency, TextCatalogue texts) =>
        $"\u2068{amount.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), texts.Culture)} {currency}\u2069";
}

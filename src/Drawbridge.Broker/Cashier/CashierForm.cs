using System.Globalization;
using Drawbridge.Broker.Cashier.Texts;
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
    public const string ConfirmedField = "confirmed";
    private const int KeyLength = 32;
    private const int LongestAmount = 32;

    public bool HasKey => SubmissionKey.Length == KeyLength && SubmissionKey.All(char.IsAsciiHexDigit);

    /// <summary>The fee that the trader has seen and agreed to; null when none was shown yet.</summary>
    public string? Confirmed { get; private init; }

    /// <summary>Whether a card number was written where none belongs. It is forgotten at once.</summary>
    public bool HasCardNumber { get; private init; }

    /// <summary>An empty form.</summary>
    public static CashierForm New(PaymentMethod? method) => new("", method?.Id, System.Security.Cryptography.RandomNumberGenerator.GetHexString(KeyLength, lowercase: true));

    public static CashierForm From(IFormCollection form)
    {
        var amount = form["amount"].ToString().Trim();
        var hasCardNumber = CardNumber.IsIn(amount);
        return new(hasCardNumber ? "" : amount, form["method"].ToString(), form[KeyField].ToString())
        {
            Confirmed = form.TryGetValue(ConfirmedField, out var confirmed) ? confirmed.ToString() : null,
            HasCardNumber = hasCardNumber,
        };
    }

    /// <summary>The method and the amount, exact to the account's digits; null and what is wrong otherwise.</summary>
    public CashierChoice? Read(IReadOnlyList<PaymentMethod> methods, CashierAccount account, PaymentKind kind, TextCatalogue texts, FormErrors errors)
    {
        var method = methods.FirstOrDefault(offered => offered.Id == Method);
        if (method is null)
        {
            errors.Add("method", texts[ScreenTextKey.ErrorFieldChoose]);
            return null;
        }

        var terms = MethodTerms.Of(method, kind, account.Currency);
        if (ReadAmount(terms, account, kind, texts, errors) is not { } amount)
        {
            return null;
        }

        var choice = new CashierChoice(method, terms, amount, terms.Fee?.UnitsFor(amount) ?? 0);
        if (choice.AtProvider(kind).Units <= 0)
        {
            errors.Add("amount", texts.Format(CashierTextKey.CashierErrorFee, Money(choice.Fee.ToDecimal(), account, texts)));
            return null;
        }

        return choice;
    }

    /// <summary>An amount with its currency, as the language writes it.</summary>
    public static string Money(decimal amount, CashierAccount account, TextCatalogue texts) => Money(amount, account.Digits, account.Currency, texts);

    /// <inheritdoc cref="Money(decimal, CashierAccount, TextCatalogue)"/>
    public static string Money(decimal amount, int digits, string currency, TextCatalogue texts) =>
        $"\u2068{amount.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), texts.Culture)} {currency}\u2069";

    private MoneyAmount? ReadAmount(MethodTerms terms, CashierAccount account, PaymentKind kind, TextCatalogue texts, FormErrors errors)
    {
        // One comma and no point: a decimal comma, as many keyboards have it. Never a grouping.
        var text = Amount.Contains('.', StringComparison.Ordinal) ? Amount : Amount.Replace(',', '.');
        if (HasCardNumber)
        {
            errors.Add("amount", texts[ScreenTextKey.ErrorCardNumber]);
        }
        else if (text.Length is 0 or > LongestAmount || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            errors.Add("amount", texts[CashierTextKey.CashierErrorAmount]);
        }
        else if (!MoneyAmount.TryFromDecimal(value, account.Digits, out var amount))
        {
            errors.Add("amount", texts.Format(CashierTextKey.CashierErrorDigits, account.Digits));
        }
        else if (value < terms.Minimum || value > terms.Maximum)
        {
            errors.Add("amount", texts.Format(CashierTextKey.CashierErrorLimits, Money(terms.Minimum, account, texts), Money(terms.Maximum, account, texts)));
        }
        else if (kind == PaymentKind.Withdrawal && amount.Units > account.Balance.Units)
        {
            errors.Add("amount", texts.Format(CashierTextKey.CashierErrorBalance, Money(account.Balance.ToDecimal(), account, texts)));
        }
        else
        {
            return amount;
        }

        return null;
    }
}

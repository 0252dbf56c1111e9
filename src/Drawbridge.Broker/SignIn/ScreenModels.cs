using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Onboarding.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.SignIn;

/// <summary>What the login form shows.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Email">What was entered.</param>
/// <param name="Keep">Whether "Keep me logged in" is ticked.</param>
/// <param name="Errors">What was wrong.</param>
/// <param name="LoggedOut">True after a logout.</param>
internal sealed record LoginModel(string Action, string? Email, bool Keep, FormErrors Errors, bool LoggedOut = false);

/// <summary>What the signup form shows.</summary>
internal sealed record SignupModel(SignupForm Form, FormErrors Errors);

/// <summary>The signup form as sent, without the password.</summary>
internal sealed record SignupForm(string Email, string FirstName, string LastName, bool Keep, string? EventName)
{
    public static SignupForm Empty(string? eventName) => new("", "", "", Keep: false, eventName);

    public static SignupForm From(IFormCollection form) => new(
        form["email"].ToString().Trim(),
        form["firstName"].ToString().Trim(),
        form["lastName"].ToString().Trim(),
        form["keep"].Count > 0,
        ScreenParameters.EventNameOf(form["eventName"].ToString()));
}

/// <summary>What the account creation form shows.</summary>
internal sealed record AccountModel(AccountProduct Product, UserAgreement? Agreement, AccountForm Form, string? Sealed, FormErrors Errors)
{
    /// <summary>Where it is sent.</summary>
    public required string Action { get; init; }

    /// <summary>Makes a further account one, however often the form is sent; null for the first, of which there is only one.</summary>
    public string? SubmissionKey { get; init; }
}

/// <summary>The account creation form as sent.</summary>
internal sealed record AccountForm(string? Currency, int? LeverageInCents, bool AgreementAccepted)
{
    public static AccountForm Preselected(AccountProduct product) => new(product.Currencies[0], product.LeveragesInCents[0], AgreementAccepted: false);

    public static AccountForm From(IFormCollection form) => new(
        form["currency"].ToString(),
        int.TryParse(form["leverage"], System.Globalization.CultureInfo.InvariantCulture, out var leverage) ? leverage : null,
        form["agreement"].Count > 0);

    /// <summary>The choice if the product offers it, else null.</summary>
    public AccountChoice? ChoiceOf(AccountProduct product) =>
        Currency is not null && product.Currencies.Contains(Currency, StringComparer.Ordinal)
        && LeverageInCents is { } leverage && product.LeveragesInCents.Contains(leverage)
            ? new(Currency, leverage)
            : null;

    /// <summary>What is wrong with it.</summary>
    public FormErrors Check(AccountChoice? choice, AccountProduct product, UserAgreement? agreement, TextCatalogue texts)
    {
        var errors = new FormErrors();
        if (choice is null)
        {
            var isCurrency = Currency is not null && product.Currencies.Contains(Currency, StringComparer.Ordinal);
            errors.Add(isCurrency ? "leverage" : "currency", texts[isCurrency ? OnboardingTextKey.ErrorLeverage : OnboardingTextKey.ErrorCurrency]);
        }

        if (agreement is not null && !AgreementAccepted)
        {
            errors.Add("agreement", texts[OnboardingTextKey.ErrorAgreement]);
        }

        return errors;
    }
}

/// <summary>What the waiting screen shows.</summary>
/// <param name="NextAttemptInSeconds">Null when unknown.</param>
/// <param name="StuckCode">Reference for support; null while it is going on.</param>
/// <param name="Sealed">The sealed session where no cookie came back.</param>
internal sealed record StatusModel(int? NextAttemptInSeconds, string? StuckCode, string? Sealed)
{
    /// <summary>Where its button leads.</summary>
    public required string Action { get; init; }
}

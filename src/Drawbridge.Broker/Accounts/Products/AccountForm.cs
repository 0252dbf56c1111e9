using System.Globalization;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Onboarding.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Accounts.Products;

/// <summary>What the account creation form shows.</summary>
/// <param name="Products">What the broker offers here.</param>
/// <param name="Agreements">What the user has to agree to.</param>
/// <param name="Form">What is chosen.</param>
/// <param name="Sealed">The sealed session where no cookie came back.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record AccountModel(
    IReadOnlyList<AccountProduct> Products, IReadOnlyList<AgreementToAccept> Agreements, AccountForm Form, string? Sealed, FormErrors Errors)
{
    /// <summary>Where it is sent.</summary>
    public required string Action { get; init; }

    /// <summary>The CRM's, for texts of the broker that lack the user's.</summary>
    public required string DefaultLanguage { get; init; }

    /// <summary>Makes a further account one, however often the form is sent; null for the first, of which there is only one.</summary>
    public string? SubmissionKey { get; init; }

    /// <summary>The product whose currencies and leverages are shown.</summary>
    public AccountProduct Product => Form.ProductIn(Products);
}

/// <summary>The account creation form as sent.</summary>
internal sealed record AccountForm(string? ProductId, string? Currency, int? LeverageInCents, AgreedVersions Agreed)
{
    /// <summary>A button of this name shows another product instead of opening an account: it needs no script.</summary>
    public const string ChooseField = "choose";

    /// <summary>Whether the form only asks for another product.</summary>
    public bool IsChoosing { get; init; }

    /// <summary>The form as it opens, with the product that was asked for if there is one.</summary>
    public static AccountForm For(IReadOnlyList<AccountProduct> products, string? productId = null)
    {
        var product = products.FirstOrDefault(product => product.Id == productId) ?? products[0];
        return new(product.Id, product.Preselected.Currency, product.Preselected.LeverageInCents, AgreedVersions.None);
    }

    public static AccountForm From(IFormCollection form, IReadOnlyList<AccountProduct> products) => form[ChooseField].ToString() is { Length: > 0 } chosen
        ? For(products, chosen) with { IsChoosing = true }
        : new(
            form["product"].ToString(),
            form["currency"].ToString(),
            int.TryParse(form["leverage"], CultureInfo.InvariantCulture, out var leverage) ? leverage : null,
            AgreedVersions.From(form));

    /// <summary>The chosen product; the first where there is nothing to choose, or where it is no longer offered.</summary>
    public AccountProduct ProductIn(IReadOnlyList<AccountProduct> products) => products.FirstOrDefault(product => product.Id == ProductId) ?? products[0];

    /// <summary>The choice if the broker offers it, else null.</summary>
    public AccountChoice? ChoiceOf(IReadOnlyList<AccountProduct> products)
    {
        var product = ProductIn(products);
        return Currency is not null && LeverageInCents is { } leverage && new AccountChoice(product.Id, Currency, leverage) is var choice && choice.IsOfferedBy(product)
            ? choice
            : null;
    }

    /// <summary>What is wrong with it.</summary>
    public FormErrors Check(AccountChoice? choice, IReadOnlyList<AccountProduct> products, IReadOnlyList<AgreementToAccept> agreements, TextCatalogue texts)
    {
        var errors = new FormErrors();
        if (choice is null)
        {
            var isCurrency = Currency is not null && ProductIn(products).Currencies.Contains(Currency, StringComparer.Ordinal);
            errors.Add(isCurrency ? "leverage" : "currency", texts[isCurrency ? OnboardingTextKey.ErrorLeverage : OnboardingTextKey.ErrorCurrency]);
        }

        AgreementGate.Check(agreements, Agreed, texts, errors);
        return errors;
    }
}

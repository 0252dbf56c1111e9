namespace Drawbridge.Broker.Accounts.Products;

/// <summary>What the trader chose on the account creation screen; checked against the broker's product.</summary>
/// <param name="ProductId">One of the broker's products.</param>
/// <param name="Currency">One of the product's currencies.</param>
/// <param name="LeverageInCents">One of the product's leverages, × 100.</param>
internal sealed record AccountChoice(string ProductId, string Currency, int LeverageInCents)
{
    /// <summary>True when the trader may choose it.</summary>
    public bool IsOfferedBy(AccountProduct product) =>
        product.Id == ProductId && product.Currencies.Contains(Currency, StringComparer.Ordinal) && product.LeveragesInCents.Contains(LeverageInCents);
}

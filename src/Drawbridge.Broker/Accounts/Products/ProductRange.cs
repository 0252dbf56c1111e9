using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Accounts.Products;

/// <summary>What a broker offers, and to whom.</summary>
internal static class ProductRange
{
    /// <summary>For a first account: live ones only, because signing up ends with one (CONF-6.3.1-2).</summary>
    public static IReadOnlyList<AccountProduct> FirstAccounts(this BrokerSettings settings) => [.. settings.Accounts.Where(static product => !product.IsDemo)];

    /// <summary>
    /// The product of an account. One that is no longer offered, or that the account never had, counts as the first of its kind, so that what is
    /// known about live accounts is never applied to demo accounts.
    /// </summary>
    public static AccountProduct? FindProduct(this BrokerSettings settings, string id, string environmentName) =>
        settings.Accounts.FirstOrDefault(product => product.Id == id)
        ?? settings.Accounts.FirstOrDefault(product => product.IsDemo == settings.IsDemo(environmentName));

    /// <summary>Where accounts of a product are opened.</summary>
    public static PlatformConnection PlatformOf(this BrokerSettings settings, AccountProduct product) =>
        product.IsDemo && settings.Demo is { } demo ? demo : settings.Platform;

    /// <summary>Whether accounts of that environment hold play money.</summary>
    public static bool IsDemo(this BrokerSettings settings, string environmentName) => settings.Demo?.EnvironmentName == environmentName;
}

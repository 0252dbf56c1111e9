using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;

namespace Drawbridge.Cli.Doctor;

/// <summary>Where a broker has accounts: live ones, and demo ones if it offers them (B2P-0-5).</summary>
/// <param name="Key">Of the settings: <c>Platform</c> or <c>Demo</c>.</param>
/// <param name="Connection">How it is reached.</param>
/// <param name="Password">Of the manager.</param>
/// <param name="PasswordKey">Where that is configured.</param>
/// <param name="Products">What is opened there.</param>
internal sealed record PlatformSide(
    string Key, PlatformConnection Connection, string Password, string PasswordKey, IReadOnlyList<AccountProduct> Products)
{
    public const string Live = "Platform";

    public static IEnumerable<PlatformSide> Of(BrokerConfiguration broker)
    {
        var products = broker.Settings.Accounts.ToLookup(static product => product.IsDemo);
        yield return new(Live, broker.Settings.Platform, broker.ManagerPassword, nameof(broker.ManagerPassword), [.. products[false]]);
        if (broker.Settings.Demo is { } demo)
        {
            yield return broker.DemoManagerPassword is { } password
                ? new("Demo", demo, password, nameof(broker.DemoManagerPassword), [.. products[true]])
                : new("Demo", demo, broker.ManagerPassword, nameof(broker.ManagerPassword), [.. products[true]]);
        }
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => $"PlatformSide({Key})";
}

using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Instrument;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Seeding;

/// <summary>What a developer wants to be there.</summary>
internal sealed record SeedWish
{
    public required long Seed { get; init; }

    public required PlatformBroker Broker { get; init; }

    public required int Users { get; init; }

    public required int TradersPerUser { get; init; }

    public required int PositionsPerTrader { get; init; }

    /// <summary>Changes of the balance in the history of each account; the first is the deposit.</summary>
    public required int OperationsPerTrader { get; init; }

    public required string GroupName { get; init; }

    public required DepositAssetOptions Asset { get; init; }

    /// <summary>In 10^-<c>moneyDigits</c>.</summary>
    public required long Balance { get; init; }
}

/// <summary>Reads what a developer wants.</summary>
internal sealed class SeedReader(BrokerDirectory brokers, IOptions<PlatformOptions> options)
{
    private const long LargestExact = 9_007_199_254_740_991; // in JavaScript
    private const int MostUsers = 10_000;
    private const long MostTraders = 100_000;
    private const long MostPositions = 200_000;
    private const long MostOperations = 2_000_000;
    private const long LargestBalance = 1_000_000_000_000_000;

    /// <summary>What is wrong is told to the fields; then what is returned is not whole.</summary>
    public SeedWish Read(InstrumentFields fields)
    {
        var (brokerName, groupName, currency) = (fields.Text("brokerName"), fields.Text("groupName"), fields.Text("depositCurrency"));
        var broker = brokerName is not null ? brokers.FindBroker(brokerName) : brokers.All is [var first, ..] ? first : null;
        var groups = options.Value.EffectiveGroups;
        var group = groupName is null ? groups[0] : groups.FirstOrDefault(known => known.Name == groupName);
        var assets = options.Value.EffectiveDepositAssets;
        var asset = currency is null ? assets[0] : assets.FirstOrDefault(known => known.Name == currency);
        Check(broker is not null, "brokerName must be a broker of this platform", fields);
        Check(group is not null, $"groupName must be one of {string.Join(", ", groups.Select(static known => known.Name))}", fields);
        Check(asset is not null, $"depositCurrency must be one of {string.Join(", ", assets.Select(static known => known.Name))}", fields);
        var wish = new SeedWish
        {
            Seed = fields.Integer("seed", 0, LargestExact) ?? 1,
            Broker = broker!,
            Users = (int)(fields.Integer("users", 1, MostUsers) ?? 10),
            TradersPerUser = (int)(fields.Integer("tradersPerUser", 0, 100) ?? 1),
            PositionsPerTrader = (int)(fields.Integer("positionsPerTrader", 0, 100) ?? 2),
            OperationsPerTrader = (int)(fields.Integer("operationsPerTrader", 0, 1000) ?? 1),
            GroupName = group?.Name ?? "",
            Asset = asset ?? new(),
            Balance = fields.Integer("balance", 0, LargestBalance) ?? (long)Math.Pow(10, asset?.MoneyDigits ?? 0) * 10_000,
        };
        var traders = (long)wish.Users * wish.TradersPerUser;
        Check(traders <= MostTraders, $"there can be at most {MostTraders} accounts at once", fields);
        Check(traders * wish.PositionsPerTrader <= MostPositions, $"there can be at most {MostPositions} positions at once", fields);
        Check(traders * wish.OperationsPerTrader <= MostOperations, $"there can be at most {MostOperations} changes of balances at once", fields);
        return wish;
    }

    private static void Check(bool isRight, string problem, InstrumentFields fields)
    {
        if (!isRight)
        {
            fields.Wrong(problem);
        }
    }
}

using System.Globalization;
using Drawbridge.Platform.Market;

namespace Drawbridge.Platform.Seeding;

/// <summary>A user to be.</summary>
internal sealed record SeededUser(int Number, string FirstName, string LastName, string Email, string Language, DateTimeOffset CreatedAt);

/// <summary>An account to be, with what is open on it.</summary>
internal sealed record SeededTrader(SeededUser User, DateTimeOffset RegisteredAt, IReadOnlyList<Lot> Positions, IReadOnlyList<SeededOperation> Operations)
{
    public DateTimeOffset UpdatedAt => Operations.Count > 0 ? Operations[^1].At : RegisteredAt;

    public DateTimeOffset? LastDealAt => Positions.Count > 0 ? Positions.Max(static lot => lot.OpenedAt) : null;
}

/// <summary>Everything that is to be written.</summary>
internal sealed record SeedHarvest(IReadOnlyList<SeededUser> Users, IReadOnlyList<SeededTrader> Traders);

/// <summary>A change of a balance.</summary>
internal readonly record struct SeededOperation(long Units, long TotalAfter, DateTimeOffset At);

/// <summary>
/// What a seed grows into: the same for the same wish on the same day, because everything happened before its midnight, at the prices
/// that the market had.
/// </summary>
internal sealed class SeedPlan(SeedWish wish, MarketPrices prices, DateTimeOffset now)
{
    private const long DayMilliseconds = 86_400_000;

    private static readonly string[] FirstNames =
        ["Ada", "Alan", "Barbara", "Claude", "Dorothy", "Edsger", "Frances", "Grace", "Hedy", "Ida", "John", "Katherine", "Linus", "Mary", "Niklaus", "Radia"];

    private static readonly string[] LastNames =
        ["Abel", "Becker", "Castro", "Dietrich", "Endo", "Ferrari", "Garcia", "Haddad", "Ivanova", "Jansen", "Kowalski", "Lindqvist", "Moreau", "Novak", "Okafor", "Patel"];

    private readonly DateTimeOffset _midnight = new(now.UtcDateTime.Date, TimeSpan.Zero);

    public SeedHarvest Grow()
    {
        var users = Enumerable.Range(1, wish.Users).Select(User).ToList();
        return new(users, [.. users.SelectMany(_ => Enumerable.Range(0, wish.TradersPerUser), (user, i) => Trader(user, ((user.Number - 1L) * wish.TradersPerUser) + i))]);
    }

    private SeededUser User(int number)
    {
        var stream = new SeedStream(wish.Seed, SeedStream.User, number);
        var (first, last) = (stream.Pick(FirstNames), stream.Pick(LastNames));
        var languages = wish.Broker.Options.Languages;
        return new(
            number,
            first,
            last,
            string.Create(CultureInfo.InvariantCulture, $"{first}.{last}.{wish.Seed}.{number}@example.com").ToLowerInvariant(),
            languages.Count > 0 ? stream.Pick(languages.AsReadOnly()) : "en",
            _midnight.AddMilliseconds(-stream.Between(30 * DayMilliseconds, 365 * DayMilliseconds)));
    }

    private SeededTrader Trader(SeededUser user, long number)
    {
        var stream = new SeedStream(wish.Seed, SeedStream.Trader, number);
        var registeredAt = user.CreatedAt.AddMilliseconds(stream.Between(1_000, DayMilliseconds));
        var operations = Operations(stream, registeredAt);
        return new(user, registeredAt, [.. Enumerable.Range(0, wish.PositionsPerTrader).Select(_ => Position(stream))], operations);
    }

    /// <summary>The deposit, in one or two, then money that goes out and comes in again: in the end the balance is what was wished for.</summary>
    private SeededOperation[] Operations(SeedStream stream, DateTimeOffset registeredAt)
    {
        var operations = new SeededOperation[wish.Balance == 0 ? 0 : wish.OperationsPerTrader];
        var step = (_midnight - registeredAt) / Math.Max(1, operations.Length);
        var first = operations.Length % 2 == 0 ? wish.Balance - (wish.Balance / 2) : wish.Balance;
        var total = 0L;
        for (var i = 0; i < operations.Length; i++)
        {
            var units = i == 0 ? first : total == wish.Balance ? -stream.Between(1, wish.Balance) : wish.Balance - total;
            total += units;
            operations[i] = new(units, total, DateTimeOffset.FromUnixTimeMilliseconds((registeredAt + (step * i)).ToUnixTimeMilliseconds()));
        }

        return operations;
    }

    private Lot Position(SeedStream stream)
    {
        var symbol = stream.Pick(Symbols.All);
        var isBuy = stream.Between(0, 1) == 0;
        var openedAt = _midnight.AddMilliseconds(-stream.Between(1, 5 * DayMilliseconds));
        var price = isBuy ? prices.Ask(symbol, openedAt) : prices.Bid(symbol, openedAt);

        // Some of the balance, at leverage 1:100 far from a margin call.
        var amount = Math.Max(1, (decimal)wish.Balance / (decimal)Math.Pow(10, wish.Asset.MoneyDigits)) * (decimal)(0.1 + (0.4 * stream.Fraction()));
        var inQuote = amount * prices.Rate(wish.Asset.Name, symbol.Quote, openedAt);
        return new(symbol, isBuy, Math.Max(0.01m, decimal.Round(inQuote / price, 2)), price, openedAt);
    }
}

using Drawbridge.Storage;

namespace Drawbridge.Platform.Hosting;

/// <summary>Numbers of users, accounts, links, changes of money, positions and deals.</summary>
internal static class PlatformSequence
{
    public const string User = "user";
    public const string Trader = "trader";
    public const string Link = "link";
    public const string Money = "money";
    public const string Position = "position";
    public const string Deal = "deal";

    /// <summary>The first number of each kind, as the migrations set it.</summary>
    public static readonly IReadOnlyDictionary<string, long> First = new Dictionary<string, long>(StringComparer.Ordinal)
    {
        [User] = 10_000_001,
        [Trader] = 9_000_001,
        [Link] = 70_000_001,
        [Money] = 6_340_001,
        [Position] = 4_325_001,
        [Deal] = 8_825_001,
    };

    /// <summary>Takes many numbers of a kind at once, and returns the first of them.</summary>
    public static Task<long> TakeAsync(DbSession session, string name, long count) =>
        session.GetAsync<long>("update platform_sequence set next = next + @count where name = @name returning next - @count", new { name, count });

    /// <summary>The next number. Until the transaction ends nobody else takes one of that kind.</summary>
    public static Task<long> NextAsync(DbSession session, string name) =>
        session.GetAsync<long>("update platform_sequence set next = next + 1 where name = @name returning next - 1", new { name });

    /// <summary>Keeps others from taking a number of that kind until the transaction ends.</summary>
    public static Task HoldAsync(DbSession session, string name) =>
        session.ExecuteAsync("update platform_sequence set next = next where name = @name", new { name });
}

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>What the planner needs to know of a user of one broker.</summary>
internal sealed class RibbonFacts
{
    /// <summary>On the platform. Users of several brokers of a CRM may have the same (BID-45).</summary>
    public long CtraderUserId { get; init; }

    public long UserId { get; init; }

    public long BrokerId { get; init; }

    public string Language { get; init; } = "";

    /// <summary>For each campaign, in their order, 1 when the user is in its audience.</summary>
    public string Matches { get; init; } = "";
}

/// <summary>An account to which a campaign of the scope <c>account</c> shows.</summary>
internal sealed class RibbonAccount
{
    public long UserId { get; init; }

    public long CtidTraderAccountId { get; init; }
}

/// <summary>A stored set, as far as the planner needs it.</summary>
internal sealed class StoredSet
{
    public long CtraderUserId { get; init; }

    public byte[] PlannedHash { get; init; } = [];

    public byte[]? ConfirmedHash { get; init; }

    public bool InDoubt { get; init; }

    public int? Due { get; init; }

    public long BrokerId { get; init; }
}

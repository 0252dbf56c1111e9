namespace Drawbridge.Protocol.Platform;

/// <summary>Body of WebServices 4.5.2: what may change alone (WS-64). Keys left out stay.</summary>
public sealed record UpdateTraderRequest
{
    /// <summary>Access rights.</summary>
    public string? AccessRights { get; init; }

    /// <summary>Contact details; each member for itself (WS-65).</summary>
    public ContactDetails? ContactDetails { get; init; }

    /// <summary>Free text of the broker.</summary>
    public string? Description { get; init; }

    /// <summary>Trader group.</summary>
    public string? GroupName { get; init; }

    /// <summary>Guaranteed stop losses.</summary>
    public bool? IsLimitedRisk { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>Leverage × 100.</summary>
    public int? LeverageInCents { get; init; }

    /// <summary>Highest leverage × 100.</summary>
    public int? MaxLeverage { get; init; }

    /// <summary>First name.</summary>
    public string? Name { get; init; }

    /// <summary>Daily statement to the trader.</summary>
    public bool? SendOwnStatement { get; init; }

    /// <summary>Daily statement to the broker.</summary>
    public bool? SendStatementToBroker { get; init; }

    /// <summary>Commission instead of swaps.</summary>
    public bool? SwapFree { get; init; }
}

/// <summary>Body of WebServices 4.8 and 4.9 (WS-39, WS-40).</summary>
public sealed record TraderPasswordRequest
{
    /// <summary>Account number, equal to that of the path.</summary>
    public long? Login { get; init; }

    /// <summary>MD5 hex of the account's password.</summary>
    public string? HashedPassword { get; init; }
}

/// <summary>Answer to WebServices 4.4 (WS-59). Totals in 10^-<c>moneyDigits</c> of the parent.</summary>
public sealed record SubAccountsResponse(SubAccountLogins SubAccountLogins, long TotalSubAccountsBalance, long TotalSubAccountsEquity);

/// <summary>Numbers of the sub-accounts.</summary>
public sealed record SubAccountLogins(IReadOnlyList<long> Login);

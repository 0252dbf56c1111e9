using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Payments;

namespace Drawbridge.Broker.ClientArea.Home;

/// <summary>What the start page of the client area shows.</summary>
/// <param name="Name">Who is greeted.</param>
/// <param name="Accounts">The trading accounts.</param>
/// <param name="Offers">What can be done here.</param>
/// <param name="Payments">The latest deposits and withdrawals, the newest first.</param>
/// <param name="Papers">What was agreed to and proven.</param>
/// <param name="Security">How the login is protected.</param>
/// <param name="OffersPartners">Whether there is a partner programme for the trader.</param>
internal sealed record HomeModel(
    string Name, IReadOnlyList<HomeAccount> Accounts, HomeOffers Offers, IReadOnlyList<Payment> Payments, HomePapers Papers, HomeSecurity Security,
    bool OffersPartners)
{
    /// <summary>Whether the platform did not tell of an account just now.</summary>
    public bool LacksBalances => Accounts.Any(static account => account.Balance is null || account.IsOld);

    /// <summary>When the oldest balance that is shown was read; null = none is.</summary>
    public DateTimeOffset? BalancesReadAt => Accounts.Min(static account => account.Balance?.ReadAt);
}

/// <summary>What a broker offers in its client area.</summary>
/// <param name="Trading">There is a web address of the platform.</param>
/// <param name="TradingHere">The platform can be used inside the client area.</param>
/// <param name="Opening">First accounts are opened here, not at the platform.</param>
/// <param name="Deposits">Money can be paid in.</param>
/// <param name="Withdrawals">Money can be paid out.</param>
internal sealed record HomeOffers(bool Trading, bool TradingHere, bool Opening, bool Deposits, bool Withdrawals)
{
    /// <summary>Whether an account has any button.</summary>
    public bool Any => Trading || TradingHere || Deposits || Withdrawals;
}

/// <summary>A trading account.</summary>
/// <param name="Account">Which.</param>
/// <param name="Balance">What is on it; null = not known.</param>
/// <param name="IsOld">The platform did not say so just now.</param>
internal sealed record HomeAccount(ClientAccount Account, AccountBalance? Balance, bool IsOld);

/// <summary>What a trader agreed to and has proven.</summary>
/// <param name="Agreements">Accepted versions, the latest first.</param>
/// <param name="Verifications">Every level of the broker's, with the last verification.</param>
internal sealed record HomePapers(IReadOnlyList<HomeAgreement> Agreements, IReadOnlyList<HomeVerification> Verifications)
{
    public bool Any => Agreements.Count > 0 || Verifications.Count > 0;
}

/// <summary>An accepted document.</summary>
/// <param name="Title">Null = "user agreement".</param>
/// <param name="Version">Which.</param>
/// <param name="Url">Where it can be read.</param>
/// <param name="AcceptedAt">When.</param>
internal sealed record HomeAgreement(string? Title, string Version, string Url, DateTimeOffset AcceptedAt);

/// <summary>A level of verification.</summary>
/// <param name="Level">Its id.</param>
/// <param name="Title">What is proven.</param>
/// <param name="State">How far it is; null = not begun.</param>
/// <param name="ValidUntil">Of an approval; null = for good.</param>
internal sealed record HomeVerification(string Level, string Title, KycState? State, DateTimeOffset? ValidUntil)
{
    /// <summary>Whether it is the trader's turn.</summary>
    public bool IsOpen => State is null or KycState.Draft or KycState.Rejected or KycState.Expired;
}

/// <summary>How a login is protected.</summary>
/// <param name="OffersFactor">Whether the broker offers two-step verification.</param>
/// <param name="HasFactor">Whether the trader uses it.</param>
/// <param name="Passkeys">How many there are; null where there can be none.</param>
/// <param name="Devices">Through how many browsers and applications the trader is logged in.</param>
internal sealed record HomeSecurity(bool OffersFactor, bool HasFactor, int? Passkeys, int Devices);

namespace Drawbridge.Broker.ClientArea;

/// <summary>What the start page of the client area shows.</summary>
/// <param name="Name">Who is greeted.</param>
/// <param name="Accounts">The trading accounts.</param>
/// <param name="OffersTrading">False when the broker has no web address of the platform.</param>
/// <param name="OpensAccounts">False when first accounts are opened at the platform.</param>
/// <param name="EmbedsTrading">The platform can also be used inside the client area.</param>
internal sealed record ClientHomeModel(string Name, IReadOnlyList<ClientAccount> Accounts, bool OffersTrading, bool OpensAccounts, bool EmbedsTrading);

using Drawbridge.Broker.ClientArea;

namespace Drawbridge.Broker.EmbeddedWeb;

/// <summary>What the page with the trading platform shows.</summary>
/// <param name="Account">The one that is traded with.</param>
/// <param name="Accounts">All of the user's.</param>
internal sealed record EmbeddedWebModel(ClientAccount Account, IReadOnlyList<ClientAccount> Accounts);

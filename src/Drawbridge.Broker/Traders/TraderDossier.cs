using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;

namespace Drawbridge.Broker.Traders;

/// <summary>What a trader logs in with and is logged in through.</summary>
/// <param name="Trader">Who.</param>
/// <param name="Sessions">Browsers, the one used last first.</param>
/// <param name="Applications">Applications that log in by themselves (P2B-AT-1).</param>
/// <param name="Factor">The authenticator app, null = none.</param>
/// <param name="Passkeys">The passkeys, the oldest first.</param>
/// <param name="Accounts">Trading accounts, the oldest first.</param>
/// <param name="Consents">What the trader agreed to, the oldest first (FLOW-CREATE-8).</param>
internal sealed record TraderDossier(
    TraderRow Trader, IReadOnlyList<OpenDevice> Sessions, IReadOnlyList<OpenDevice> Applications, SecondFactorRow? Factor, IReadOnlyList<PasskeyRow> Passkeys,
    IReadOnlyList<TradingAccount> Accounts, IReadOnlyList<AgreementConsent> Consents);

/// <summary>What can be done about a trader's access.</summary>
internal enum TraderAct
{
    /// <summary>Ends every session and access token, here and on the platform.</summary>
    EndAll,

    /// <summary>Takes app, recovery codes and passkeys away, and ends everything.</summary>
    ResetFactor,

    /// <summary>Keeps the trader out, and ends everything.</summary>
    Block,

    /// <summary>Lets the trader in again.</summary>
    Unblock,
}

/// <summary>How it ended.</summary>
internal enum TraderOutcome
{
    Done,

    /// <summary>It was so already; nothing was changed.</summary>
    Unchanged,

    /// <summary>There is no such trader, or no such session.</summary>
    NotFound,
}

namespace Drawbridge.Protocol.Platform;

/// <summary>Paths of section 3 with their bases (B2P-0-3, B2P-0-4), relative to <c>https://HOST:PORT</c>.</summary>
public static class PlatformPaths
{
    /// <summary>Call 3.1.</summary>
    public const string ManagerToken = "/v2/webserv/managers/token";

    /// <summary>Call 3.2.</summary>
    public const string CreateUser = "/cid/oauth2/ctid/create";

    /// <summary>Call 3.3, and the list of traders.</summary>
    public const string Traders = "/v2/webserv/traders";

    /// <summary>WebServices 4.2, 4.5 and 4.6: one account.</summary>
    public const string Trader = Traders + "/{login}";

    /// <summary>WebServices 4.4.</summary>
    public const string SubAccounts = Trader + "/subaccounts";

    /// <summary>Call 3.5.</summary>
    public const string ChangeBalance = Trader + "/changebalance";

    /// <summary>WebServices 4.8.</summary>
    public const string ChangePassword = Trader + "/changepassword";

    /// <summary>WebServices 4.9 (DEC-12).</summary>
    public const string CheckPassword = Trader + "/checkpassword";

    /// <summary>WebServices 4.10.</summary>
    public const string ChangeBonus = Trader + "/changebonus";

    /// <summary>Call 3.4.</summary>
    public const string Link = "/cid/ctid/link";

    /// <summary>Calls 3.6 to 3.8.</summary>
    public const string Referral = "/cid/oauth2/ctid/referral";

    /// <summary>Call 3.9.</summary>
    public const string InAppControls = "/cid/oauth2/ctid/inAppControls";

    /// <summary>Redeem of a one-time token under handoff, where the client looks for it (DEC-6).</summary>
    public const string Redeem = "/cid/ctid2/inAppToken/redeem";

    /// <summary>The same call at the bare host.</summary>
    public const string BareRedeem = "/ctid2/inAppToken/redeem";

    /// <summary>Call 3.10.</summary>
    public const string ChangeEmail = "/cid/oauth2/ctid/changeEmail";

    /// <summary>Call 3.11 (DEC-6).</summary>
    public const string UserId = "/cid/oauth2/ctid/userId";

    /// <summary>Call 3.12 (DEC-6).</summary>
    public const string Logout = "/cid/oauth2/ctid/logout";

    /// <summary>Call 3.13.</summary>
    public const string AcceptAgreement = "/cid/oauth2/ctid/acceptAgreement";

    /// <summary>WebServices 5.1.</summary>
    public const string CreateCtid = "/cid/ctid/create";

    /// <summary>WebServices 5.3 (DEC-12).</summary>
    public const string ChangeCtidTraderAccount = "/cid/ctid/changeCtidTraderAccount";

    /// <summary>WebServices 4.14 to 4.22 (DEC-12).</summary>
    /// <param name="kind"><c>traders</c>, <c>tradergroups</c> or <c>managers</c>.</param>
    /// <param name="operation"><c>list</c>, <c>update</c> or <c>delete</c>.</param>
    public static string Attributes(string kind, string operation) => $"/v2/webserv/attributes/{kind}/{operation}";

    /// <summary>WebServices 4.12.</summary>
    public const string OpenPositions = "/v2/webserv/openPositions";

    /// <summary>WebServices 4.13.</summary>
    public const string ClosedPositions = "/v2/webserv/closedPositions";

    /// <summary>WebServices 4.11.</summary>
    public const string TraderGroups = "/v2/webserv/tradergroups";

    /// <summary>WebServices 6.1.</summary>
    public const string Symbols = "/v2/webserv/symbols";

    /// <summary>WebServices 6.2.</summary>
    public const string DepositAssets = "/v2/webserv/depositAssets";

    /// <summary>Pull of the invited users, at the bare host (INV-31).</summary>
    public const string InvitedUsers = "/v1/social/invitedUsers";

    /// <summary>Pull of the users, at the bare host (INV-33).</summary>
    public const string Users = "/v1/users";
}

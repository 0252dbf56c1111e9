namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>What an OT token was generated for (P2B-OT-8). The numbers are stored.</summary>
public enum OneTimeTokenPurpose
{
    /// <summary>Authorisation of an existing user (FLOW-AUTH-3).</summary>
    SignIn = 1,

    /// <summary>Creation of a user (FLOW-CREATE-12).</summary>
    SignUp = 2,

    /// <summary>Embedded cTrader Web and links to it (FLOW-EMBED-3).</summary>
    EmbeddedWeb = 3,

    /// <summary>In-app action, call 4.4: never yields an access token (P2B-4.2-11, DEC-15).</summary>
    InApp = 4,

    /// <summary>Asked for by the broker's CRM through the management API.</summary>
    Management = 5,
}

namespace Drawbridge.Protocol.Tokens;

/// <summary>What a token is for. Each kind has its own prefix, so that secret scanners recognise a leaked one.</summary>
public enum TokenKind
{
    /// <summary>OT token, prefix <c>dbot_</c>: single use, 60 seconds (P2B-OT).</summary>
    OneTime,

    /// <summary>Long-term token of a user, prefix <c>dbat_</c> (P2B-AT).</summary>
    Access,

    /// <summary>Token by which the platform authenticates at the CRM, prefix <c>dbct_</c> (P2B-CT).</summary>
    CrmApi,

    /// <summary>Second check for in-app actions, prefix <c>dbit_</c> (P2B-IT).</summary>
    InApp,

    /// <summary>Token of a platform manager, prefix <c>dbmt_</c> (B2P-3.1).</summary>
    Manager,

    /// <summary>Session of the client area or of a simulated application, prefix <c>dbss_</c>.</summary>
    Session,

    /// <summary>Key of the management API, prefix <c>dbmk_</c>.</summary>
    ManagementKey,
}

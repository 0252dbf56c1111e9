namespace Drawbridge.Protocol.Crm;

/// <summary>Paths of section 4, directly at the CRM's URL (P2B-0-3).</summary>
public static class CrmPaths
{
    /// <summary>Call 4.1.</summary>
    public const string CrmApiToken = "/oauth2/crmApiToken";

    /// <summary>Call 4.2.</summary>
    public const string AuthorizeOneTime = "/oauth2/onetime/authorize";

    /// <summary>Call 4.3.</summary>
    public const string Authorize = "/oauth2/authorize";

    /// <summary>Call 4.4.</summary>
    public const string GenerateOneTime = "/oauth2/onetime/generate";

    /// <summary>Call 4.5.</summary>
    public const string Logout = "/oauth2/logout";
}

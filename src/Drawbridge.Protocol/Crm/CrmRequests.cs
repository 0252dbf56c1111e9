using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Crm;

/// <summary>Broker identification that any body of section 4 may carry (P2B-0-7, BID-20).</summary>
public abstract class CrmRequest
{
    /// <summary><c>brokerName</c>, if the caller put it into the body.</summary>
    public string? BrokerName { get; init; }

    /// <summary><c>brokerCrmName</c>, if the caller put it into the body.</summary>
    public string? BrokerCrmName { get; init; }
}

/// <summary>Body of call 4.1 (P2B-4.1-2).</summary>
public sealed class CrmApiTokenRequest : CrmRequest
{
    /// <summary>The password configured for the CRM.</summary>
    public string? Password { get; init; }
}

/// <summary>Body of call 4.2 (P2B-4.2-2).</summary>
public sealed class AuthorizeOneTimeRequest : CrmRequest
{
    /// <summary>The OT token.</summary>
    public string? Code { get; init; }
}

/// <summary>Body of call 4.3 (P2B-4.3-2).</summary>
public sealed class AuthorizeRequest : CrmRequest
{
    /// <summary>The long-term token.</summary>
    public string? AccessToken { get; init; }
}

/// <summary>Body of call 4.4 (P2B-4.4-3).</summary>
public sealed class GenerateOneTimeRequest : CrmRequest
{
    /// <summary>The user on the platform; a numeric string is accepted.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? UserId { get; init; }
}

/// <summary>Body of call 4.5, which defines none: only broker identification may stand there (P2B-4.5-1).</summary>
public sealed class LogoutRequest : CrmRequest;

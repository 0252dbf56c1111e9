using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Crm;

/// <summary>One broker at its CRM: where its endpoints are, and how the platform authenticates there.</summary>
public sealed class CrmPeer
{
    private readonly string _password;

    /// <summary>A broker at its CRM.</summary>
    /// <param name="baseUrl">The one URL of the CRM, all endpoints are relative to it (P2B-0-2). Must be https.</param>
    /// <param name="brokerCrmName">Name of the CRM.</param>
    /// <param name="brokerName">Name of the broker or white label.</param>
    /// <param name="password">What call 4.1 sends.</param>
    /// <param name="allowHttpOnLoopback">For tests only: accepts http for an address of this machine.</param>
    /// <exception cref="ArgumentException">The URL is not https (P2B-0-4).</exception>
    public CrmPeer(Uri baseUrl, BrokerCrmName brokerCrmName, BrokerName brokerName, string password, bool allowHttpOnLoopback = false)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        ArgumentException.ThrowIfNullOrEmpty(password);
        if (!IsAcceptable(baseUrl, allowHttpOnLoopback))
        {
            throw new ArgumentException("The URL of a CRM must be absolute, https, and without query and fragment.", nameof(baseUrl));
        }

        BaseUrl = baseUrl;
        BrokerCrmName = brokerCrmName;
        BrokerName = brokerName;
        _password = password;
    }

    /// <summary>The one URL of the CRM.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Name of the CRM.</summary>
    public BrokerCrmName BrokerCrmName { get; }

    /// <summary>Name of the broker or white label.</summary>
    public BrokerName BrokerName { get; }

    /// <summary>The password, for call 4.1 only.</summary>
    internal string RevealPassword() => _password;

    /// <summary>What a <c>crmApiToken</c> is kept under: another address, name or password is another token (P2B-CT-4).</summary>
    internal CrmPeerKey Key => new(BaseUrl.AbsoluteUri, BrokerCrmName, BrokerName, TokenFingerprint.Of(_password));

    internal Uri At(string pathAndQuery) => new(BaseUrl.AbsoluteUri.TrimEnd('/') + pathAndQuery, UriKind.Absolute);

    /// <summary>Never the password.</summary>
    public override string ToString() => $"{BrokerCrmName}/{BrokerName}";

    /// <summary>Whether a CRM may be called at this address (P2B-0-4, B2P-0-2).</summary>
    public static bool IsAcceptable(Uri baseUrl, bool allowHttpOnLoopback = false) =>
        baseUrl is { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" }
        && (baseUrl.Scheme == Uri.UriSchemeHttps || (allowHttpOnLoopback && baseUrl.Scheme == Uri.UriSchemeHttp && baseUrl.IsLoopback));
}

internal readonly record struct CrmPeerKey(string BaseUrl, BrokerCrmName Crm, BrokerName Broker, TokenFingerprint Password);

using System.Text;

namespace Drawbridge.Client.Crm;

/// <summary>One request to a CRM.</summary>
/// <param name="Name">Its number in the specification.</param>
/// <param name="Peer">Whom it goes to.</param>
/// <param name="PathAndQuery">Address below the CRM's URL.</param>
/// <param name="Body">JSON, null for none.</param>
/// <param name="Secrets">What must not come back in a message.</param>
internal sealed record CrmCall(string Name, CrmPeer Peer, string PathAndQuery, byte[]? Body, IReadOnlyList<string?> Secrets)
{
    /// <summary>The address without what it holds.</summary>
    public string Path => PathAndQuery[..PathAndQuery.IndexOf('?', StringComparison.Ordinal)];
}

/// <summary>An answer whose body has been read completely.</summary>
internal sealed record CrmHttpAnswer(int Status, byte[] Body);

internal static class CrmQuery
{
    /// <summary>Path with both broker names (P2B-0-7, BID-7, BID-11), the token if there is one (P2B-0-5), and what else the call defines.</summary>
    public static string Of(CrmPeer peer, string path, string? crmApiToken = null, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var text = new StringBuilder(path)
            .Append("?brokerName=").Append(Uri.EscapeDataString(peer.BrokerName.Value))
            .Append("&brokerCrmName=").Append(Uri.EscapeDataString(peer.BrokerCrmName.Value));
        foreach (var (name, value) in more)
        {
            if (value is not null)
            {
                text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return (crmApiToken is null ? text : text.Append("&crmApiToken=").Append(Uri.EscapeDataString(crmApiToken))).ToString();
    }
}

using System.Collections.Concurrent;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Client.Crm;

/// <summary>The <c>crmApiToken</c> of each broker, in memory only (P2B-CT-5).</summary>
internal sealed class CrmApiTokenCache(Func<CrmPeer, CancellationToken, Task<CrmResult<CrmApiTokenResponse>>> authenticate)
{
    private readonly ConcurrentDictionary<CrmPeerKey, Lazy<Task<CrmResult<CrmApiTokenResponse>>>> _tokens = new();

    /// <summary>The current token. Callers that come while call 4.1 runs share its answer; a failed one is not kept.</summary>
    public async Task<CrmResult<CrmApiTokenResponse>> GetAsync(CrmPeer peer, CancellationToken cancellationToken)
    {
        // The shared call must not end because one of those who wait for it gives up: it has its own time limit.
        var entry = _tokens.GetOrAdd(peer.Key, _ => new(() => authenticate(peer, CancellationToken.None)));
        try
        {
            return await entry.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            if (entry.Value.IsCompleted && TokenIn(entry.Value) is null)
            {
                _tokens.TryRemove(new(peer.Key, entry));
            }
        }
    }

    /// <summary>Forgets a token that the CRM refused, unless another caller has renewed it already.</summary>
    public void Drop(CrmPeer peer, string token)
    {
        if (_tokens.TryGetValue(peer.Key, out var entry) && entry.IsValueCreated && TokenIn(entry.Value) == token)
        {
            _tokens.TryRemove(new(peer.Key, entry));
        }
    }

    /// <summary>The token in a call that has ended well, else null.</summary>
    private static string? TokenIn(Task<CrmResult<CrmApiTokenResponse>> call) =>
#pragma warning disable RS0030 // The call has ended: reading its result does not block.
        call.IsCompletedSuccessfully && call.Result is CrmResult<CrmApiTokenResponse>.Answered answered ? answered.Value.CrmApiToken : null;
#pragma warning restore RS0030
}

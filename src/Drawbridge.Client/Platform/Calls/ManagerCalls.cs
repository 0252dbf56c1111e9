using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>The manager as whom everything is called.</summary>
public sealed class ManagerCalls
{
    private readonly PlatformCaller _caller;

    internal ManagerCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// Call 3.1: the manager token, fetched if it is not known yet (B2P-3.1-1..9). The other calls do this by themselves; alone it says whether
    /// the manager can log in.
    /// </summary>
    public Task<PlatformResult<ManagerToken>> GetTokenAsync(CancellationToken cancellationToken) => _caller.GetTokenAsync(cancellationToken);
}

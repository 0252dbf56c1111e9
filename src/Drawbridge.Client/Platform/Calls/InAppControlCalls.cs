using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>The coloured bars in the application. There is no call to read them: the CRM keeps its own copy (B2P-3.9-17).</summary>
public sealed class InAppControlCalls
{
    private readonly PlatformCaller _caller;

    internal InAppControlCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>Call 3.9: replaces all ribbons of a user (B2P-3.9-1..13).</summary>
    public Task<PlatformResult<NoContent>> ReplaceAsync(long userId, IReadOnlyList<Ribbon> ribbons, CancellationToken cancellationToken) =>
        SendAsync(userId, new() { Ribbons = ribbons }, cancellationToken);

    /// <summary>Call 3.9 with empty rules: takes all ribbons of a user away (B2P-3.9-4).</summary>
    public Task<PlatformResult<NoContent>> ClearAsync(long userId, CancellationToken cancellationToken) => SendAsync(userId, new(), cancellationToken);

    private Task<PlatformResult<NoContent>> SendAsync(long userId, RibbonRuleSet rules, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.ReplaceInAppControls,
                Body: _caller.Body(
                    new InAppControlsRequest { BrokerCrmName = _caller.Crm, UserId = userId, Rules = rules }, PlatformJson.Default.InAppControlsRequest)),
            cancellationToken);
}

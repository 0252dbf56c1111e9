using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>What there is on the plant.</summary>
public sealed class ReferenceCalls
{
    private readonly PlatformCaller _caller;

    internal ReferenceCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>WebServices 4.11: the trader groups (WS-42).</summary>
    public async Task<PlatformResult<IReadOnlyList<TraderGroupEntity>>> ListGroupsAsync(CancellationToken cancellationToken) =>
        (await _caller.CallAsync(
            new PlatformCall(PlatformCalls.TraderGroups),
            PlatformAnswerReader.Json.TraderGroupsResponse,
            static response => response.TraderGroup is not null,
            cancellationToken)).Select(static response => response.TraderGroup);

    /// <summary>WebServices 6.1: what can be traded (WS-45).</summary>
    public async Task<PlatformResult<IReadOnlyList<SymbolEntity>>> ListSymbolsAsync(CancellationToken cancellationToken) =>
        (await _caller.CallAsync(
            new PlatformCall(PlatformCalls.Symbols),
            PlatformAnswerReader.Json.SymbolsResponse,
            static response => response.Symbol is not null,
            cancellationToken)).Select(static response => response.Symbol);

    /// <summary>WebServices 6.2: the currencies of accounts (WS-46).</summary>
    public async Task<PlatformResult<IReadOnlyList<string>>> ListDepositAssetsAsync(CancellationToken cancellationToken) =>
        (await _caller.CallAsync(
            new PlatformCall(PlatformCalls.DepositAssets),
            PlatformAnswerReader.Json.DepositAssetsResponse,
            static response => response.DepositAsset is not null,
            cancellationToken)).Select(static response => response.DepositAsset);
}

namespace Drawbridge.Protocol.Platform;

/// <summary>Answer to WebServices 4.11 (WS-42).</summary>
public sealed record TraderGroupsResponse(IReadOnlyList<TraderGroupEntity> TraderGroup);

/// <summary>A trader group.</summary>
public sealed record TraderGroupEntity(long Id, string Name, string? Description);

/// <summary>Answer to WebServices 6.1 (WS-45).</summary>
public sealed record SymbolsResponse(IReadOnlyList<SymbolEntity> Symbol);

/// <summary>Something that can be traded.</summary>
public sealed record SymbolEntity(
    string Name, long Id, string Description, string AssetClass, string Category, bool QuotesEnabled, bool ShowInCtrader);

/// <summary>Answer to WebServices 6.2 (WS-46).</summary>
public sealed record DepositAssetsResponse(IReadOnlyList<string> DepositAsset);

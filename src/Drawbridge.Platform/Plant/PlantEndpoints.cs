using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Market;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Plant;

/// <summary>What the plant has to offer: groups, symbols, deposit assets.</summary>
internal static class PlantEndpoints
{
    private static readonly SymbolsResponse AllSymbols = new([.. Symbols.All.Select(static symbol => new SymbolEntity(
        symbol.Name, symbol.Id, symbol.Description, symbol.AssetClass, symbol.Category, QuotesEnabled: true, ShowInCtrader: true))]);

    public static void MapPlant(this IEndpointRouteBuilder calls)
    {
        calls.MapGet(PlatformPaths.TraderGroups, ListGroups).WithCall("WS 4.11"); // WS-42
        calls.MapGet(PlatformPaths.Symbols, static () => Answer.Of<SymbolsResponse>(AllSymbols, 200, PlatformJson.Default.SymbolsResponse))
            .WithCall("WS 6.1"); // WS-45
        calls.MapGet(PlatformPaths.DepositAssets, ListAssets).WithCall("WS 6.2"); // WS-46
    }

    /// <summary>The groups within the manager's reach (B2P-0-17).</summary>
    private static IResult ListGroups(HttpContext http, IOptions<PlatformOptions> options)
    {
        var manager = http.GetManager();
        var groups = options.Value.EffectiveGroups.Where(group => manager.ReachesGroup(group.Name));
        return Answer.Of<TraderGroupsResponse>(
            new TraderGroupsResponse([.. groups.Select(static group => new TraderGroupEntity(group.Id, group.Name, group.Description))]),
            200,
            PlatformJson.Default.TraderGroupsResponse);
    }

    private static IResult ListAssets(IOptions<PlatformOptions> options) => Answer.Of<DepositAssetsResponse>(
        new DepositAssetsResponse([.. options.Value.EffectiveDepositAssets.Select(static asset => asset.Name)]),
        200,
        PlatformJson.Default.DepositAssetsResponse);
}

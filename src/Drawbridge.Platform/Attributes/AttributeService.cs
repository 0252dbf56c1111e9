using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Attributes;

/// <summary>What attributes can belong to.</summary>
internal static class AttributeKind
{
    public const string Traders = "traders";
    public const string TraderGroups = "tradergroups";
    public const string Managers = "managers";

    public static readonly string[] All = [Traders, TraderGroups, Managers];
}

/// <summary>Attributes of traders, groups and managers.</summary>
internal sealed class AttributeService(AttributeStore store, IOptions<PlatformOptions> options)
{
    private static readonly PlatformFault OutOfReach = new(PlatformErrorCode.NotEnoughRights, "None of the ids is within the manager's reach."); // WS-97

    /// <summary>WebServices 4.14 to 4.16.</summary>
    public async Task<Outcome<ListAttributesResponse>> ListAsync(
        string kind, Manager manager, ListAttributesRequest request, CancellationToken cancellationToken)
    {
        if (AttributeRules.Check(kind, request) is { } fault)
        {
            return fault;
        }

        var reached = request.Ids is { Count: > 0 } ids ? await ReachedAsync(kind, manager, ids, cancellationToken) : null;
        if (reached is { Count: 0 })
        {
            return OutOfReach;
        }

        var size = reached is null ? (int)(request.PageSize ?? AttributeRules.LargestPage) : AttributeRules.LargestPage;
        DateTimeOffset? from = request.UpdatedFrom is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment) : null;
        var rows = await store.ListAsync(kind, manager, new(reached, request.Cursor ?? 0, size + 1, request.Name, from), cancellationToken);
        var items = rows.GroupBy(static row => row.EntityId).Select(static group => new AttributeItem
        {
            Id = group.Key,
            Attributes = [.. group.Select(static row => new AttributePair { Name = row.Name, Value = row.Value })],
            LastUpdateTimestamp = group.Max(static row => row.UpdatedAt).ToUnixTimeMilliseconds(),
        }).ToList();
        return new ListAttributesResponse
        {
            Items = [.. items.Take(size)],
            NextCursor = items.Count > size ? items[size - 1].Id : null, // WS-93
        };
    }

    /// <summary>WebServices 4.17 to 4.19.</summary>
    public async Task<Outcome<EmptyResponse>> UpdateAsync(
        string kind, Manager manager, UpdateAttributesRequest request, CancellationToken cancellationToken)
    {
        if (AttributeRules.Check(request) is { } fault)
        {
            return fault;
        }

        var reached = (await ReachedAsync(kind, manager, [.. request.Items!.Select(static item => item!.Id!.Value)], cancellationToken)).ToHashSet();
        if (reached.Count == 0)
        {
            return OutOfReach;
        }

        var attributes = request.Items!.Where(item => reached.Contains(item!.Id!.Value))
            .SelectMany(static item => item!.Attributes!.Select(pair => (item.Id!.Value, pair!.Name!, pair.Value!)));
        await store.SetAsync(kind, [.. attributes], cancellationToken);
        return new EmptyResponse();
    }

    /// <summary>WebServices 4.20 to 4.22.</summary>
    public async Task<Outcome<EmptyResponse>> DeleteAsync(
        string kind, Manager manager, DeleteAttributesRequest request, CancellationToken cancellationToken)
    {
        if (AttributeRules.Check(request) is { } fault)
        {
            return fault;
        }

        var reached = await ReachedAsync(kind, manager, request.Ids!, cancellationToken);
        if (reached.Count == 0)
        {
            return OutOfReach;
        }

        await store.DeleteAsync(kind, reached, request.Names ?? [], cancellationToken);
        return new EmptyResponse();
    }

    /// <summary>The ids that exist within the manager's reach; the others are skipped silently (WS-97).</summary>
    private async Task<IReadOnlyList<long>> ReachedAsync(string kind, Manager manager, IReadOnlyList<long> ids, CancellationToken cancellationToken) => kind switch
    {
        AttributeKind.Traders => await store.ListReachedTradersAsync(manager, [.. ids.Distinct()], cancellationToken),
        AttributeKind.TraderGroups => [.. ids.Distinct().Where(id => options.Value.EffectiveGroups.Any(group => group.Id == id && manager.ReachesGroup(group.Name)))],
        AttributeKind.Managers => [.. ids.Distinct().Where(id => id == manager.Login || (manager.SuperAdmin && options.Value.Managers.Any(other => other.Login == id)))], // WS-98
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

using System.Text.Json.Serialization;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Traders;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.UserTags;

/// <summary>Tags of traders in the management API. What is changed stands in the audit log.</summary>
internal sealed class UserTagEndpoints(UserTagStore store, TraderStore traders, TimeProvider time)
{
    private static readonly CrmError NoTrader = new(404, CrmErrorCode.UserNotFound, "Your CRM has no such trader");

    private static readonly CrmError BadTag = new(400, CrmErrorCode.InvalidRequest, UserTag.Rule);

    private static readonly CrmError TooMany = new(409, CrmErrorCode.InvalidRequest, "A trader has at most 50 tags: take one away first");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/traders/{id:long}/tags");
        group.MapGet("", (HttpContext context, long id, UserTagEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, id, cancellationToken))
            .WithName("ListTraderTags")
            .Describe(new("Tags of a trader, in order") { Answers = [new(200, "The tags", UserTagJson.Default.UserTagList)], Refusals = [404] });
        group.MapPut("/{tag}", (HttpContext context, long id, string tag, UserTagEndpoints own, CancellationToken cancellationToken) => own.PutAsync(context, id, tag, cancellationToken))
            .WithName("PutTraderTag")
            .Describe(new("Puts a tag on a trader") { Description = UserTag.Rule + " Campaigns of ribbons can ask for it.", Answers = [new(204, "The trader has it", Type: null)], Refusals = [400, 404, 409] });
        group.MapDelete("/{tag}", (HttpContext context, long id, string tag, UserTagEndpoints own, CancellationToken cancellationToken) => own.RemoveAsync(context, id, tag, cancellationToken))
            .WithName("RemoveTraderTag")
            .Describe(new("Takes a tag from a trader") { Answers = [new(204, "The trader does not have it", Type: null)], Refusals = [400, 404] });
    }

    private async Task<IResult> ListAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is { } trader
            ? CrmAnswer.Of(new UserTagList(await store.ListAsync(trader.BrokerId, id, cancellationToken)), UserTagJson.Default.UserTagList)
            : NoTrader;

    private async Task<IResult> PutAsync(HttpContext context, long id, string tag, CancellationToken cancellationToken) =>
        !UserTag.IsValid(tag) ? BadTag
        : await FindAsync(context, id, cancellationToken) is not { } trader ? NoTrader
        : await store.AddAsync(trader.BrokerId, id, tag, AuditOf(context, trader, "tag", tag), cancellationToken) switch
        {
            TagOutcome.TooMany => TooMany,
            TagOutcome.NotFound => NoTrader,
            _ => TypedResults.NoContent(),
        };

    private async Task<IResult> RemoveAsync(HttpContext context, long id, string tag, CancellationToken cancellationToken)
    {
        if (!UserTag.IsValid(tag))
        {
            return BadTag;
        }

        if (await FindAsync(context, id, cancellationToken) is not { } trader)
        {
            return NoTrader;
        }

        await store.RemoveAsync(trader.BrokerId, id, tag, AuditOf(context, trader, "untag", tag), cancellationToken);
        return TypedResults.NoContent();
    }

    private Task<TraderRow?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        traders.FindAsync(new(context.GetCallerCrmId()), id, cancellationToken);

    private Func<DbSession, Task> AuditOf(HttpContext context, TraderRow trader, string name, string tag)
    {
        var act = new StaffAct(context.GetCallerCrmId(), StaffId: null, "management API", $"trader.{name}", TraderEndpoints.ObjectOf(trader.Id))
        {
            BrokerId = trader.BrokerId,
            Detail = tag,
            CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        };
        return session => AuditStore.AddAsync(session, act, time.GetUtcNow());
    }
}

/// <summary>Tags of a trader.</summary>
internal sealed record UserTagList(IReadOnlyList<string> Tags);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserTagList))]
internal sealed partial class UserTagJson : JsonSerializerContext;

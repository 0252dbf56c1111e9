using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Audit;

/// <summary>What the audit log shows.</summary>
internal sealed record AuditModel(AuditQuery Query, IReadOnlyList<AuditEntry> Entries, bool HasOlder);

/// <summary>The audit log. There is nothing to change in it.</summary>
internal static class AuditEndpoints
{
    private const int PageLength = 100;
    private const int LongestFilter = 254;

    public static void MapAudit(this IEndpointRouteBuilder console) => console.MapGet("/audit", ListAsync).Needs(ConsolePermission.ReadAudit);

    private static async Task<IResult> ListAsync(HttpContext context, AuditStore store, CancellationToken cancellationToken)
    {
        var asked = context.Request.Query;
        var query = new AuditQuery(
            TextOf(asked, "actor"), TextOf(asked, "act"), TextOf(asked, "object"), DayOf(asked, "from"), DayOf(asked, "until")?.AddDays(1),
            long.TryParse(asked["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : long.MaxValue,
            PageLength + 1);
        var entries = await store.ListAsync(context.GetCaller().Scope, query, cancellationToken);
        return new ConsoleResult<AuditPage>("Audit log", new AuditModel(query, [.. entries.Take(PageLength)], entries.Count > PageLength));
    }

    private static string? TextOf(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 and <= LongestFilter } text ? text : null;

    private static DateTimeOffset? DayOf(IQueryCollection query, string name) =>
        DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
}

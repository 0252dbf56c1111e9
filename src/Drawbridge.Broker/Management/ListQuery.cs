using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Management;

/// <summary>What lists of the management API are asked with: <c>brokerName</c>, <c>limit</c>, and <c>cursor</c> of the answer before.</summary>
/// <param name="Broker">Only this one's, null for all brokers of the CRM.</param>
/// <param name="Before">Only rows with a smaller number.</param>
/// <param name="Limit">The most rows of one answer.</param>
internal sealed record ListQuery(BrokerEntity? Broker, long Before, int Limit)
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 200;

    /// <summary>Either what was asked for, or what is wrong with it.</summary>
    public static (ListQuery? Query, CrmError? Error) Read(HttpContext context, BrokerDirectory directory)
    {
        var query = context.Request.Query;
        BrokerEntity? broker = null;
        if (query["brokerName"].ToString() is { Length: > 0 } name && (broker = context.FindBroker(directory, name)) is null)
        {
            return (null, CrmError.BrokerIdInvalid);
        }

        var limit = DefaultLimit;
        if (query["limit"].ToString() is { Length: > 0 } number
            && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is 0 or > MaximumLimit))
        {
            return (null, CrmError.MustBe("limit", "1 to 200"));
        }

        var before = long.MaxValue;
        return query["cursor"].ToString() is { Length: > 0 } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before)
            ? (null, CrmError.MustBe("cursor", "the nextCursor of the answer before"))
            : (new(broker, before, limit), null);
    }

    /// <summary>The cursor of the next answer, null behind the last row.</summary>
    public string? CursorAfter<T>(IReadOnlyList<T> rows, Func<T, long> numberOf) =>
        rows.Count == Limit ? numberOf(rows[^1]).ToString(CultureInfo.InvariantCulture) : null;
}

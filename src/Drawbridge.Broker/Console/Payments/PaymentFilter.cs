using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Payments;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Console.Payments;

/// <summary>Which payments are wanted, as the address of the list says it. What cannot be understood is left out and named.</summary>
internal sealed record PaymentFilter
{
    public PaymentState? State { get; init; }

    public PaymentKind? Kind { get; init; }

    public long? BrokerId { get; init; }

    /// <summary>A reference of ours or the provider's, an account, or an e-mail address.</summary>
    public string Search { get; init; } = "";

    /// <summary>The account, if the search is a number.</summary>
    public long? Account => long.TryParse(Search, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : null;

    public DateOnly? From { get; init; }

    /// <summary>The last day, included.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Payments with a smaller number than this; null = from the newest on.</summary>
    public long? Before { get; init; }

    /// <summary>What was asked for and cannot be.</summary>
    public string? Fault { get; init; }

    public bool IsAny => State is null && Kind is null && BrokerId is null && Search.Length == 0 && From is null && Until is null;

    public static PaymentFilter Of(IQueryCollection query, StaffCaller caller)
    {
        string? fault = null;
        var state = Read(query, "state", static text => Enum.TryParse<PaymentState>(text, out var one) && Enum.IsDefined(one) ? one : (PaymentState?)null, ref fault);
        var kind = Read(query, "kind", static text => Enum.TryParse<PaymentKind>(text, out var one) && Enum.IsDefined(one) ? one : (PaymentKind?)null, ref fault);
        var broker = Read(query, "broker", text => caller.FindBroker(text)?.Id, ref fault);
        var from = Read(query, "from", ReadDay, ref fault);
        var until = Read(query, "until", ReadDay, ref fault);
        var before = Read(query, "before", static text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null, ref fault);
        var search = query["q"].ToString().Trim();
        return new()
        {
            State = state, Kind = kind, BrokerId = broker, From = from, Until = until, Before = before, Fault = fault,
            Search = search.Length > 128 ? search[..128] : search,
        };
    }

    /// <summary>The address of the same list from a payment on.</summary>
    public static string Older(string here, long last)
    {
        var parts = here.Split('?', 2);
        var query = QueryHelpers.ParseQuery(parts.Length > 1 ? parts[1] : "").Where(static pair => pair.Key != "before" && pair.Value.ToString().Length > 0)
            .Append(new("before", last.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString(parts[0], query);
    }

    private static DateOnly? ReadDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static T? Read<T>(IQueryCollection query, string name, Func<string, T?> read, ref string? fault)
        where T : struct
    {
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        var value = read(text);
        if (value is null)
        {
            fault = $"The filter '{name}' is not understood and is left out.";
        }

        return value;
    }
}

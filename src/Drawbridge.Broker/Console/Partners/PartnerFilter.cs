using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Partners.Programme;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>Which partners are wanted, as the address of the list says it.</summary>
internal sealed record PartnerFilter
{
    private const int LongestSearch = 254;

    public PartnerStatus? Status { get; init; }

    public long? BrokerId { get; init; }

    /// <summary>Part of a name or identifier, the beginning of an address, or a number on the platform.</summary>
    public string Search { get; init; } = "";

    /// <summary>Partners with a smaller number than this; null = from the newest on.</summary>
    public long? Before { get; init; }

    public bool IsAny => Status is null && BrokerId is null && Search.Length == 0;

    public static PartnerFilter Of(IQueryCollection query, StaffCaller caller)
    {
        var search = query["q"].ToString().Trim();
        return new()
        {
            Status = PartnerStatusWords.Parse(query["status"].ToString()),
            BrokerId = query["broker"].ToString() is { Length: > 0 } name ? caller.FindBroker(name)?.Id : null,
            Search = search[..Math.Min(search.Length, LongestSearch)],
            Before = BeforeOf(query),
        };
    }

    /// <summary>Where the page of a list begins.</summary>
    public static long? BeforeOf(IQueryCollection query) => long.TryParse(query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Traders;

/// <summary>Where a trader lives, in the management API. What is changed stands in the audit log.</summary>
internal sealed class TraderCountryEndpoints(TraderStore traders, Database database, TimeProvider time)
{
    private const int LongestName = 80;

    private static readonly CrmError NoTrader = new(404, CrmErrorCode.UserNotFound, "Your CRM has no such trader");

    private static readonly CrmError BadCountry = new(400, CrmErrorCode.InvalidRequest, Country.Rule);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/traders/{id:long}/country");
        group.MapPut("", (HttpContext context, long id, TraderCountryEndpoints own, CancellationToken cancellationToken) => own.PutAsync(context, id, cancellationToken))
            .WithName("PutTraderCountry").Describe(TraderDescriptions.PutCountry);
        group.MapDelete("", (HttpContext context, long id, TraderCountryEndpoints own, CancellationToken cancellationToken) =>
            own.SetAsync(context, id, country: null, by: null, cancellationToken)).WithName("RemoveTraderCountry").Describe(TraderDescriptions.RemoveCountry);
    }

    private async Task<IResult> PutAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, TraderJson.Default.TraderCountryRequest, bodyRequired: true);
        return error is not null ? error
            : string.IsNullOrEmpty(body!.Country) ? CrmError.MissingParameter("country")
            : !Country.IsValid(body.Country) ? BadCountry
            : body.By is { } by && (by.Length is 0 or > LongestName || by.Any(char.IsControl)) ? CrmError.MustBe("by", "who decided it, in 1 to 80 characters")
            : await SetAsync(context, id, body.Country, body.By, cancellationToken);
    }

    private async Task<IResult> SetAsync(HttpContext context, long id, string? country, string? by, CancellationToken cancellationToken)
    {
        var crmId = context.GetCallerCrmId();
        if (await traders.FindAsync(new(crmId), id, cancellationToken) is not { } trader)
        {
            return NoTrader;
        }

        var act = new StaffAct(crmId, StaffId: null, by is null ? "management API" : $"{by} (management API)", TraderStore.CountryAct, TraderEndpoints.ObjectOf(id))
        {
            BrokerId = trader.BrokerId,
            Detail = country ?? "none",
            CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        };
        await database.WriteAsync(session => TraderStore.SetCountryAsync(session, trader, country, act, time.GetUtcNow()), cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>Body of the call that says where a trader lives.</summary>
internal sealed class TraderCountryRequest : CrmRequest
{
    /// <summary>ISO 3166-1 alpha-2, such as <c>DE</c>.</summary>
    public string? Country { get; init; }

    /// <summary>Who decided it, as the CRM calls them.</summary>
    public string? By { get; init; }
}

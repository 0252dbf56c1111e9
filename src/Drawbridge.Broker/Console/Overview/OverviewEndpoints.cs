using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Console.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Overview;

/// <summary>What the overview shows beside what waits.</summary>
/// <param name="Latest">The newest payments; none for who may not read them.</param>
internal sealed record OverviewModel(IReadOnlyList<PaymentListRow> Latest);

/// <summary>The first page.</summary>
internal static class OverviewEndpoints
{
    private const int Latest = 8;

    public static void MapOverview(this IEndpointRouteBuilder console) => console.MapGet("", OpenAsync).ForStaff();

    private static async Task<IResult> OpenAsync(HttpContext context, PaymentLists payments, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        return new ConsoleResult<OverviewPage>(
            "Overview",
            new OverviewModel(caller.May(ConsolePermission.ReadPayments) ? await payments.ListAsync(caller.Scope, new PaymentFilter(), Latest, cancellationToken) : []));
    }
}

using System.Globalization;
using System.Text;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Funnel;

/// <summary>What the page of the funnel shows.</summary>
/// <param name="Filter">What was asked for; its flow is always set.</param>
/// <param name="Counts">What fits it.</param>
/// <param name="Choices">What there is to choose from in these days, whatever else is chosen.</param>
internal sealed record FunnelModel(FunnelQuery Filter, IReadOnlyList<FunnelCount> Counts, IReadOnlyList<FunnelCount> Choices);

/// <summary>How far traders get in sign-up, KYC, deposit and further accounts.</summary>
internal sealed class FunnelEndpoints(FunnelStore store, FunnelRecorder recorder, TimeProvider time)
{
    private const int UsualDays = 30;
    private const int LongestDays = 400;
    private const int LongestFilter = 256;

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/funnel", (HttpContext context, FunnelEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, cancellationToken))
            .Needs(ConsolePermission.ReadFunnel);
        console.MapGet("/funnel.csv", (HttpContext context, FunnelEndpoints own, CancellationToken cancellationToken) => own.ExportAsync(context, cancellationToken))
            .Needs(ConsolePermission.ReadFunnel);
    }

    private async Task<IResult> ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var scope = context.GetCaller().Scope;
        var filter = Read(context);
        await recorder.WriteAsync(cancellationToken);
        var choices = await store.ListAsync(scope, new(filter.From, filter.Until) { Flow = filter.Flow }, byDay: false, cancellationToken);
        var counts = await store.ListAsync(scope, filter, byDay: false, cancellationToken);
        return new ConsoleResult<FunnelPage>("Funnel", new FunnelModel(filter, counts, choices));
    }

    private async Task<IResult> ExportAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var filter = Read(context);
        await recorder.WriteAsync(cancellationToken);
        var text = new StringBuilder("day,broker,flow,step,source,campaign,partner,event,visits\r\n");
        foreach (var count in await store.ListAsync(caller.Scope, filter, byDay: true, cancellationToken))
        {
            var day = DateOnly.FromDayNumber((int)count.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            string[] cells =
            [
                day, caller.FindBroker(count.BrokerId)?.Name.Value ?? "", count.Flow, count.Step, count.Source, count.Campaign, count.Partner, count.EventName,
                ConsoleFormat.Plain(count.Visits),
            ];
            text.AppendJoin(',', cells.Select(CsvResult.Cell)).Append("\r\n");
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"funnel-{filter.Flow}-{filter.From:yyyy-MM-dd}-{filter.Until:yyyy-MM-dd}.csv");
    }

    private FunnelQuery Read(HttpContext context)
    {
        var asked = context.Request.Query;
        var until = DayOf(asked, "until") ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var from = DayOf(asked, "from") is { } day && day <= until ? day : until.AddDays(1 - UsualDays);
        return new(until.DayNumber - from.DayNumber < LongestDays ? from : until.AddDays(1 - LongestDays), until)
        {
            BrokerId = context.GetCaller().Brokers.FirstOrDefault(broker => broker.Name.Value == asked["broker"].ToString())?.Id,
            Flow = FunnelStep.Flows.FirstOrDefault(flow => flow == asked["flow"].ToString()) ?? FunnelStep.SignUp,
            Source = TextOf(asked, "source"),
            Campaign = TextOf(asked, "campaign"),
            Partner = TextOf(asked, "partner"),
        };
    }

    /// <summary>What is not known stands in an address as <c>-</c>, because nothing stands for all.</summary>
    private static string? TextOf(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 and <= LongestFilter } text ? (text == "-" ? "" : text) : null;

    private static DateOnly? DayOf(IQueryCollection query, string name) =>
        DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 9000 ? day : null;
}

using System.Globalization;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Funnel;

/// <summary>How many traders of the calling CRM's brokers reached which step, under <c>/api/v1/funnel</c>.</summary>
internal sealed class FunnelApi(BrokerDirectory directory, FunnelStore store, FunnelRecorder recorder, TimeProvider time)
{
    private const int UsualDays = 30;
    private const int LongestDays = 400;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<FunnelApi>(routes.ServiceProvider);
        ManagementApi.MapGroup(routes).MapGet("/funnel", (HttpContext context, CancellationToken cancellationToken) => own.GetAsync(context, cancellationToken))
            .WithName("GetFunnel")
            .Describe(new("Tells how many traders reached each step of sign-up, KYC, deposit and further accounts")
            {
                Description = "Each walk through a flow counts once at each step. There are counts, no persons.",
                Parameters =
                [
                    new("brokerName", "Only this broker"), new("flow", "Only this flow", Values: FunnelStep.Flows), new("from", "First day in UTC, such as 2026-11-01; 30 days up to until by default"),
                    new("until", "Last day in UTC; today by default"), new("source", "Only this application"), new("campaign", "Only this utm_campaign"), new("partner", "Only this partnerId"),
                ],
                Answers = [new(StatusCodes.Status200OK, "The steps, each flow in its order", FunnelJson.Default.FunnelAnswer)],
                Refusals = [400],
            });
    }

    private async Task<IResult> GetAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var asked = context.Request.Query;
        BrokerEntity? broker = null;
        if (asked["brokerName"].ToString() is { Length: > 0 } name && (broker = context.FindBroker(directory, name)) is null)
        {
            return CrmError.BrokerIdInvalid;
        }

        if (asked["flow"].ToString() is { Length: > 0 } flow && !FunnelStep.Flows.Contains(flow))
        {
            return CrmError.MustBe("flow", string.Join(", ", FunnelStep.Flows));
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!TryDay(asked["until"], today, out var until))
        {
            return CrmError.MustBe("until", "a day such as 2026-11-30");
        }

        if (!TryDay(asked["from"], until.AddDays(1 - UsualDays), out var from) || from > until || until.DayNumber - from.DayNumber >= LongestDays)
        {
            return CrmError.MustBe("from", $"a day such as 2026-11-01, not after until and at most {LongestDays} days before");
        }

        await recorder.WriteAsync(cancellationToken);
        var counts = await store.ListAsync(
            new BrokerScope(context.GetCallerCrmId()),
            new(from, until) { BrokerId = broker?.Id, Flow = Text(asked["flow"]), Source = Text(asked["source"]), Campaign = Text(asked["campaign"]), Partner = Text(asked["partner"]) },
            byDay: false,
            cancellationToken);
        return TypedResults.Json(
            new FunnelAnswer(
                from, until, [.. FunnelStage.Of(counts).Select(static stage => new FunnelAnswerStep(stage.Flow, stage.Step, stage.Visits, Rounded(stage.OfFirst), Rounded(stage.OfPrevious)))]),
            FunnelJson.Default.FunnelAnswer);
    }

    private static double? Rounded(double? share) => share is { } value ? Math.Round(value, 4) : null;

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool TryDay(string? text, DateOnly usual, out DateOnly day)
    {
        day = usual;
        return string.IsNullOrEmpty(text) || (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day.Year is > 2000 and < 9000);
    }
}

/// <summary>Answer of <c>GET /api/v1/funnel</c>.</summary>
internal sealed record FunnelAnswer(DateOnly From, DateOnly Until, IReadOnlyList<FunnelAnswerStep> Steps);

/// <summary>A step of a flow.</summary>
internal sealed record FunnelAnswerStep(string Flow, string Step, long Visits, double? OfFirst, double? OfPrevious);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FunnelAnswer))]
internal sealed partial class FunnelJson : JsonSerializerContext;

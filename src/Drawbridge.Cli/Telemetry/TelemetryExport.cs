using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Drawbridge.Cli.Telemetry;

/// <summary>
/// Sends traces and metrics by OTLP. Off unless the environment names a receiver; every other setting is OpenTelemetry's own, too
/// (<c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c>, …).
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string Receiver = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const int MostRows = 20_000;

    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Drawbridge.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "Drawbridge.*",
    ];

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private TelemetryExport(TracerProvider? traces, MeterProvider? metrics)
    {
        _traces = traces;
        _metrics = metrics;
    }

    /// <summary>Begins; does nothing when no receiver is named.</summary>
    public static TelemetryExport Start(string service)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Receiver)))
        {
            return new TelemetryExport(null, null);
        }

        return new TelemetryExport(
            Traces(service).AddOtlpExporter().Build(),
            Sdk.CreateMeterProviderBuilder().ConfigureResource(resource => Describe(resource, service)).AddMeter(Meters).AddView(ViewOf).AddOtlpExporter().Build());
    }

    /// <summary>Which traces there are and what is taken off them; where they go is added by the caller.</summary>
    internal static TracerProviderBuilder Traces(string service) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => Describe(resource, service))
        .AddSource(Sources)
        .AddProcessor(new TokenFreeProcessor());

    /// <summary>What names brokers has as many rows as there are brokers, calls and ways to end; beyond the limit rows are put together.</summary>
    private static MetricStreamConfiguration? ViewOf(System.Diagnostics.Metrics.Instrument instrument) =>
        instrument.Name == "http.server.request.duration" || instrument.Meter.Name.StartsWith("Drawbridge.", StringComparison.Ordinal) ? new() { CardinalityLimit = MostRows } : null;

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Describe(ResourceBuilder resource, string service) =>
        resource.AddService(service, serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3));
}

using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>The runner's time, which a mutation may have pass more quickly: the broker seems to be slow then.</summary>
internal sealed class SlowTime : TimeProvider
{
    private long _passed;

    public static SlowTime Of(Intercepted request) => request.Http.RequestServices.GetRequiredService<SlowTime>();

    public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _passed);
}

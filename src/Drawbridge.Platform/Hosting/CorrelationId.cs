using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Hosting;

/// <summary>What ties the log lines and journal entries of one call together (B2P-0-24).</summary>
internal static class CorrelationId
{
    public const string Header = "X-Correlation-Id";

    private const int LongestId = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    private static readonly AsyncLocal<string?> OfCall = new();

    /// <summary>The caller's, if it is one; else that of the trace the caller is in; else a new one.</summary>
    public static string Take(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        var id = given is { Length: > 0 and <= LongestId } && !given.AsSpan().ContainsAnyExcept(Allowed)
            ? given
            : TraceOf(context);
        OfCall.Value = id;
        return id;
    }

    private static string TraceOf(HttpContext context) =>
        Activity.Current is { } activity ? activity.TraceId.ToString()
        : ActivityContext.TryParse(context.Request.Headers.TraceParent, traceState: null, out var parent) ? parent.TraceId.ToString()
        : ActivityTraceId.CreateRandom().ToString();

    /// <summary>That of the call that is being handled.</summary>
    public static string Current() => OfCall.Value ?? Activity.Current?.TraceId.ToString() ?? ActivityTraceId.CreateRandom().ToString();
}

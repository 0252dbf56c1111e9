using Drawbridge.Client.Platform;

namespace PlatformClientSample;

/// <summary>The tour expected something else.</summary>
public sealed class UnexpectedResultException(string message) : Exception(message);

internal static class Expectations
{
    /// <summary>The answer. A real program would handle the other outcomes instead: see docs/client.md.</summary>
    public static async Task<T> AnswerAsync<T>(this Task<PlatformResult<T>> call) => await call switch
    {
        PlatformResult<T>.Answered answered => answered.Value,
        var other => throw new UnexpectedResultException($"Not answered: {other}"),
    };
}

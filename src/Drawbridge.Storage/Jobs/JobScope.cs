using System.Collections;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Storage.Jobs;

/// <summary>
/// What every log entry about a job says beside its text, from its start to what becomes of it: queue, number, and what the handler found out,
/// such as whose job it is.
/// </summary>
public sealed class JobScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<JobScope?> Current = new();

    private volatile KeyValuePair<string, object?>[] _values;

    private JobScope(Job job) => _values = [new("Queue", job.Queue), new("JobId", job.Id)];

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _values[index];

    /// <summary>Adds to the job that runs here, if one does: its log entries say it from now on.</summary>
    public static void Describe(params ReadOnlySpan<KeyValuePair<string, object?>> values)
    {
        if (Current.Value is { } scope)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var value in values)
            {
                names.Add(value.Key);
            }

            scope._values = [.. scope._values.Where(known => !names.Contains(known.Key)), .. values];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _values.Select(static value => $"{value.Key}:{value.Value}"));

    /// <summary>From here to the end of the caller's method.</summary>
    internal static IDisposable? Begin(ILogger logger, Job job) => logger.BeginScope(Current.Value = new(job));
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>Everything that was logged, at every level, exceptions included.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    private readonly List<(Func<string, bool> Predicate, TaskCompletionSource Seen)> _awaited = [];

    public IReadOnlyList<string> All => [.. _lines];

    /// <summary>Completes with the first line of that kind from now on.</summary>
    public Task FirstAsync(Func<string, bool> predicate)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            _awaited.Add((predicate, seen));
        }

        return seen.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public ILogger CreateLogger(string categoryName) => this;

    public ILogger<T> For<T>() => new Typed<T>(this);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel}: {formatter(state, exception)} {exception}";
        _lines.Enqueue(line);
        lock (_awaited)
        {
            foreach (var (_, seen) in _awaited.Where(awaited => awaited.Predicate(line)))
            {
                seen.TrySetResult();
            }
        }
    }

    public void Dispose()
    {
    }

    private sealed class Typed<T>(LogLines lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Log(logLevel, eventId, state, exception, formatter);
    }
}

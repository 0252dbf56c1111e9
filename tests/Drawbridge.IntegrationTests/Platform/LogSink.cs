using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>Keeps everything that is logged, with scopes and exceptions.</summary>
public sealed class LogSink : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>False forgets what there is and keeps nothing more.</summary>
    public bool IsOn
    {
        get;
        set
        {
            field = value;
            _lines.Clear();
        }
    } = true;

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            if (sink.IsOn)
            {
                sink._lines.Enqueue($"scope {state}");
            }

            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => sink.IsOn;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (sink.IsOn)
            {
                sink._lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
            }
        }
    }
}

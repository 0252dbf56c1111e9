using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>Keeps every log line of a host, of every category and level, with its exceptions, as a file would hold it.</summary>
public sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines, () => _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines, Func<IExternalScopeProvider?> scopes) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => scopes()?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}{Scopes()}");

        private string Scopes()
        {
            var text = new StringBuilder();
            scopes()?.ForEachScope(static (scope, text) => text.Append(" => ").Append(scope), text);
            return text.ToString();
        }
    }
}

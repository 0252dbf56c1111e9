using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Cli.Logging;

/// <summary>Log entries as lines: when, how bad, which side, which part, what. A trace of an exception follows, indented.</summary>
internal sealed class LineLogger(string side, string category, TimeProvider time, Action<string> write, Func<IExternalScopeProvider?> scopes) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => scopes()?.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = new StringBuilder()
            .Append(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(NameOf(logLevel)).Append(' ').Append(side).Append(' ').Append(category).Append(": ")
            .Append(Indented(formatter(state, exception)));
        AppendScopes(line, state as IReadOnlyList<KeyValuePair<string, object?>> ?? []);
        if (exception is not null)
        {
            line.Append("\n    ").Append(Indented(exception.ToString()));
        }

        write(line.ToString());
    }

    /// <summary>What the entry is about, as far as its own text does not say it already: <c>[BrokerName:… BrokerCrmName:…]</c>.</summary>
    private void AppendScopes(StringBuilder line, IReadOnlyList<KeyValuePair<string, object?>> said)
    {
        var told = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        scopes()?.ForEachScope(
            static (scope, told) =>
            {
                if (scope?.GetType().Namespace?.StartsWith("Drawbridge", StringComparison.Ordinal) is not true)
                {
                    return; // the framework's numbers of requests and connections
                }

                foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                {
                    told[name] = value;
                }
            },
            told);
        foreach (var (name, _) in said)
        {
            told.Remove(name);
        }

        if (told.Count > 0)
        {
            line.Append(" [").AppendJoin(' ', told.Select(static one => $"{one.Key}:{one.Value}")).Append(']');
        }
    }

    /// <summary>Further lines begin with blanks, so that what somebody sent in cannot look like an entry of its own.</summary>
    private static string Indented(string text) => text.ReplaceLineEndings("\n    ");

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit ",
        LogLevel.Error => "error",
        LogLevel.Warning => "warn ",
        LogLevel.Information => "info ",
        _ => "debug",
    };
}

/// <summary>Makes the loggers of one side.</summary>
internal sealed class LineLoggerProvider(string side, TimeProvider time, Action<string> write) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new LineLogger(side, categoryName, time, write, () => _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }
}

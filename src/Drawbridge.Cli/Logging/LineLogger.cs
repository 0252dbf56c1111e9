using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Cli.Logging;

/// <summary>Log entries as lines: when, how bad, which side, which part, what. A trace of an exception follows, indented.</summary>
internal sealed class LineLogger(string side, string category, TimeProvider time, Action<string> write) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = new StringBuilder()
            .Append(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(NameOf(logLevel)).Append(' ').Append(side).Append(' ').Append(category).Append(": ")
            .Append(Indented(formatter(state, exception)));
        if (exception is not null)
        {
            line.Append("\n    ").Append(Indented(exception.ToString()));
        }

        write(line.ToString());
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
internal sealed class LineLoggerProvider(string side, TimeProvider time, Action<string> write) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(side, categoryName, time, write);

    public void Dispose()
    {
    }
}

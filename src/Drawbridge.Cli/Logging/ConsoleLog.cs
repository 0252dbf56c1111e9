using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Drawbridge.Cli.Logging;

/// <summary>The log of a side that is run for others: on standard error, a line or, for programs, a JSON object an entry.</summary>
internal static class ConsoleLog
{
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    public static void Add(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (configuration["Logging:Console:FormatterName"] == ConsoleFormatterNames.Json)
        {
            logging.AddJsonConsole(Configure);
        }
        else
        {
            logging.AddSimpleConsole(static console =>
            {
                console.SingleLine = true;
                Configure(console);
            });
        }

        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void Configure(ConsoleFormatterOptions console)
    {
        console.IncludeScopes = true; // whose affair it is
        console.UseUtcTimestamp = true;
        console.TimestampFormat = TimestampFormat;
    }
}

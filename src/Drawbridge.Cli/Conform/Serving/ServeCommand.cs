using System.CommandLine;
using System.Globalization;
using System.Net;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Conform.Serving;

/// <summary><c>drawbridge conform serve</c>: the runs of a folder in the browser.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var port = new Option<int>("--port") { Description = "Port at 127.0.0.1, 0 for any that is free", HelpName = "PORT", DefaultValueFactory = static _ => 7447 };
        var output = ConformCommand.Output();
        var command = new CommandWithExamples("serve", "Show runs, their reports and what is different between them, in the browser of this machine", "conform serve", "conform serve --output runs --port 0") { port, output };
        command.SetAction((result, cancellationToken) =>
        {
            var number = result.GetValue(port);
            return number is >= 0 and <= IPEndPoint.MaxPort
                ? new HistoryServer(terminal, result.GetRequiredValue(output)).RunAsync(number, cancellationToken)
                : throw new FaultException(string.Create(CultureInfo.InvariantCulture, $"--port must be a port from 0 to {IPEndPoint.MaxPort}."));
        });
        return command;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Up;

/// <summary><c>drawbridge up</c>: both sides on this machine, ready to click through.</summary>
internal static class UpCommand
{
    public const string BrokerPortOption = "--broker-port";
    public const string PlatformPortOption = "--platform-port";
    private const string WebOriginOption = "--web-origin";
    private const int DefaultBrokerPort = 7443;
    private const int DefaultPlatformPort = 7444;

    public static Command Create(Terminal terminal)
    {
        var brokerPort = Port(BrokerPortOption, "Port of the broker's side at localhost, 0 for any that is free", DefaultBrokerPort);
        var platformPort = Port(PlatformPortOption, "Port of the platform's side at localhost, 0 for any that is free", DefaultPlatformPort);
        var webOrigins = new Option<string[]>(WebOriginOption)
        {
            Description = "A site of your own that embeds trading, such as https://shop.localhost:8443; may be given several times", HelpName = "ORIGIN",
            DefaultValueFactory = static _ => [],
        };
        var data = SharedOptions.Data();
        var verbose = new Option<bool>("--verbose") { Description = "Show the log, too; it is always in DIR/drawbridge.log" };
        var command = new Command("up", "Run both sides on this machine, with brokers and a trader to try") { brokerPort, platformPort, webOrigins, data, verbose };
        command.SetAction((result, cancellationToken) =>
        {
            var options = new UpOptions(
                result.GetRequiredValue(data), result.GetValue(brokerPort), result.GetValue(platformPort), result.GetValue(webOrigins) ?? [], result.GetValue(verbose));
            RefuseOnePortForBoth(options);
            return new UpRun(terminal, options, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    private static void RefuseOnePortForBoth(UpOptions options)
    {
        if (options.BrokerPort == options.PlatformPort && options.BrokerPort != 0)
        {
            throw new FaultException(
                "both sides cannot have the same port.", $"Choose different ones with {BrokerPortOption} and {PlatformPortOption}.");
        }
    }

    private static Option<int> Port(string name, string description, int port) => new(name)
    {
        Description = description,
        HelpName = "PORT",
        DefaultValueFactory = _ => port,
        CustomParser = result => ParsePort(result, name),
    };

    private static int ParsePort(ArgumentResult result, string name)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
        {
            return port;
        }

        result.AddError($"{name} must be a port from 0 to {IPEndPoint.MaxPort}.");
        return 0;
    }
}

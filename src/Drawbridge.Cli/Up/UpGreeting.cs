using System.Globalization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Trust;
using Spectre.Console;

namespace Drawbridge.Cli.Up;

/// <summary>What a person reads when both sides run: what to open, what to click, where the passwords are. No secret is in it.</summary>
internal sealed class UpGreeting(Terminal terminal, DataFolder folder, string brokerUrl, string platformUrl)
{
    public void Write(string authorityThumbprint, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        terminal.Out.MarkupLine($"[green]ready[/] in {seconds} s: broker at [link]{brokerUrl}[/], platform at [link]{platformUrl}[/]");
        terminal.Out.MarkupLineInterpolated(
            $"""

              1. Open the simulated cTrader app:  {platformUrl}/app/
                 and log in as {DemoNames.DemoEmail}; the password is DEMO_PASSWORD in {Short(folder.Environment)}.
                 At {DemoNames.FinancialHouseLight} users log in at the platform: HANDOFF_LOGIN, HANDOFF_PASSWORD
              2. Watch the calls, make them fail: {platformUrl}/instrument/
              3. See the broker's client area:    {ClientArea}
              4. Look after its payments:         {brokerUrl}/console
                 as {DemoNames.ConsoleEmail}; the password is CONSOLE_PASSWORD in {Short(folder.Environment)}
              5. Read the mails it sends:         {brokerUrl}/mailbox
            """);
        if (!TrustMark.IsSet(folder.Certificates, authorityThumbprint))
        {
            terminal.Out.MarkupLineInterpolated(
                $"""

                  Browsers do not know the certificate yet. In another terminal: {TrustCommandLine()}
                """);
        }

        terminal.Out.MarkupLineInterpolated(
            $"""

              Every address and password: {Short(folder.Environment)}
              The log:                    {Short(folder.Log)}
              Ctrl+C stops; the next start finds everything as it was.
            """);
    }

    private string ClientArea => $"{brokerUrl}/client?brokerName={DemoNames.TradingTech}&brokerCrmName={DemoNames.TradingTechCrm}";

    /// <summary>As it has to be typed here.</summary>
    private string TrustCommandLine()
    {
        var program = File.Exists("drawbridge") ? "./drawbridge" : "drawbridge";
        return folder.Path == Path.GetFullPath(DataFolder.Default) ? $"{program} trust" : $"{program} trust --data {Short(folder.Path)}";
    }

    /// <summary>As it is written from here, unless it is somewhere else altogether.</summary>
    private static string Short(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}

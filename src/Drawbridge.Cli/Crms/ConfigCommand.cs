using System.CommandLine;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Crms;

/// <summary><c>drawbridge config</c>: CRMs, brokers and white labels as one file.</summary>
internal static class ConfigCommand
{
    public static Command Create(Terminal terminal) => new("config", "Keep CRMs, brokers and white labels in one YAML file") { CreateCheck(terminal) };

    private static Command CreateCheck(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "YAML or JSON with the key crms" };
        var command = new Command("check", "Tell everything that is wrong with a file; nothing is read or written but the file and the secrets it names") { file };
        command.SetAction(result => Check(terminal, result.GetRequiredValue(file)));
        return command;
    }

    private static int Check(Terminal terminal, string file)
    {
        var read = CrmFile.Read(file);
        foreach (var secret in read.LiteralSecrets)
        {
            terminal.ErrorWriter.WriteLine($"warning: {secret}: the secret itself is in the file; name its place with ${{env:NAME}} or ${{file:/path}}");
        }

        terminal.OutputWriter.WriteLine($"{Path.GetFullPath(file)} is right: {read.Crms.Count} CRMs, {read.Crms.Sum(static crm => crm.Brokers.Count)} brokers and white labels");
        return ExitCode.Done;
    }
}

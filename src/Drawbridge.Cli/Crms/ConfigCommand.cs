using System.CommandLine;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Modules;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Crms;

/// <summary><c>drawbridge config</c>: CRMs, brokers and white labels as one file, and as they are stored.</summary>
internal static class ConfigCommand
{
    private const int ShownVersions = 20;

    public static Command Create(Terminal terminal) => new("config", "Keep CRMs, brokers and white labels in one YAML file, and the versions that were in force")
    {
        CreateCheck(terminal), CreateDiff(terminal), CreateApply(terminal), CreateHistory(terminal), CreateShow(terminal), CreateExport(terminal), CreatePreset(terminal),
    };

    /// <summary>Tells what is right and hardly meant.</summary>
    public static void Warn(Terminal terminal, CrmFile read)
    {
        foreach (var secret in read.LiteralSecrets)
        {
            terminal.ErrorWriter.WriteLine($"warning: {secret}: the secret itself is in the file; name its place with ${{env:NAME}} or ${{file:/path}}");
        }

        foreach (var warning in BrokerConfigurationReader.Warn(read.Crms))
        {
            terminal.ErrorWriter.WriteLine($"warning: {warning}");
        }
    }

    private static Argument<string> File() => new("FILE") { Description = "YAML or JSON with the key crms" };

    private static Option<bool> Remove() => new("--remove") { Description = "Disable brokers of these CRMs that are not named; their data stays" };

    private static Command CreateCheck(Terminal terminal)
    {
        var file = File();
        var command = new Command("check", "Tell everything that is wrong with a file; nothing is read or written but the file and the secrets it names") { file };
        command.SetAction(result =>
        {
            var read = CrmFile.Read(result.GetRequiredValue(file));
            Warn(terminal, read);
            terminal.OutputWriter.WriteLine(
                $"{Path.GetFullPath(result.GetRequiredValue(file))} is right: {read.Crms.Count} CRMs, {read.Crms.Sum(static crm => crm.Brokers.Count)} brokers and white labels");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateDiff(Terminal terminal)
    {
        var (file, remove, server) = (File(), Remove(), new ServerChoice());
        var command = new Command("diff", "Show what applying a file would change; ends with 0 when nothing, 1 when something, 2 when something is wrong") { file, remove };
        server.AddTo(command);
        command.SetAction((result, cancellationToken) => new ConfigRun(terminal, server.Of(result)).DiffAsync(result.GetRequiredValue(file), result.GetValue(remove), cancellationToken));
        return command;
    }

    private static Command CreateApply(Terminal terminal)
    {
        var file = File();
        file.Arity = ArgumentArity.ZeroOrOne;
        var (remove, server) = (Remove(), new ServerChoice());
        var version = new Option<long?>("--version") { Description = "Put this older version back instead of a file; secrets stay as they are now", HelpName = "N" };
        var force = new Option<bool>("--force") { Description = "Apply the file though the stored configuration changed since the version that it names" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what it would do, and do nothing" };
        var command = new Command("apply", "Put a file in force, all of it or nothing; running servers follow within 2 s") { file, remove, version, force, dryRun };
        server.AddTo(command);
        command.SetAction((result, cancellationToken) => (result.GetValue(file), result.GetValue(version)) switch
        {
            ({ } path, null) => new ConfigRun(terminal, server.Of(result)).ApplyAsync(path, result.GetValue(remove), result.GetValue(force), result.GetValue(dryRun), cancellationToken),
            (null, { } number) => new ConfigRun(terminal, server.Of(result)).RestoreAsync(number, result.GetValue(remove), result.GetValue(dryRun), cancellationToken),
            _ => throw new FaultException("name either a file or --version N."),
        });
        return command;
    }

    private static Command CreateHistory(Terminal terminal)
    {
        var server = new ServerChoice();
        var limit = new Option<int>("--limit") { Description = "How many versions are listed", HelpName = "N", DefaultValueFactory = static _ => ShownVersions };
        var command = new Command("history", "List the versions of the stored configuration, the latest first: who made them, when, and from where") { limit };
        server.AddTo(command);
        command.SetAction((result, cancellationToken) => new ConfigRun(terminal, server.Of(result)).HistoryAsync(result.GetValue(limit), cancellationToken));
        return command;
    }

    private static Command CreateShow(Terminal terminal)
    {
        var (version, server) = (new Argument<long>("VERSION") { Description = "Its number" }, new ServerChoice());
        var command = new Command("show", "Show what a version changed") { version };
        server.AddTo(command);
        command.SetAction((result, cancellationToken) => new ConfigRun(terminal, server.Of(result)).ShowAsync(result.GetValue(version), cancellationToken));
        return command;
    }

    private static Command CreateExport(Terminal terminal)
    {
        var server = new ServerChoice();
        var output = new Option<string?>("--output") { Description = "The file to write; standard output when left out", HelpName = "FILE" };
        var version = new Option<long?>("--version") { Description = "As it was at this version", HelpName = "N" };
        var asVariables = new Option<bool>("--env") { Description = "Name each secret as a variable of the environment; else as ${keep}, the one that is stored" };
        var command = new Command("export", "Write everything that is stored as one YAML file, without secrets") { output, version, asVariables };
        server.AddTo(command);
        command.SetAction((result, cancellationToken) =>
            new ConfigRun(terminal, server.Of(result)).ExportAsync(result.GetValue(output), result.GetValue(version), result.GetValue(asVariables), cancellationToken));
        return command;
    }

    private static Command CreatePreset(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = $"One of {string.Join(", ", ModulePreset.All.Select(static preset => preset.Name))}; without it, they are listed", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("preset", "Print a YAML file to begin with, for one of the usual compositions of modules") { name };
        command.SetAction(result =>
        {
            if (result.GetValue(name) is not { } asked)
            {
                foreach (var preset in ModulePreset.All)
                {
                    terminal.OutputWriter.WriteLine($"{preset.Name,-10} {preset.Description}");
                }

                return ExitCode.Done;
            }

            terminal.OutputWriter.Write(PresetFile.Write(ModulePreset.Find(asked)
                ?? throw new FaultException($"there is no preset '{asked}'.", $"There are {string.Join(", ", ModulePreset.All.Select(static preset => preset.Name))}.")));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The options by which a server is named.</summary>
    private sealed class ServerChoice
    {
        private readonly Option<string> _config = SharedOptions.Config();
        private readonly Option<string?> _secrets = SharedOptions.Secrets();
        private readonly Option<string?> _data = new("--data") { Description = "Folder of a 'drawbridge up', in place of --config", HelpName = "DIR" };

        public void AddTo(Command command)
        {
            command.Add(_config);
            command.Add(_secrets);
            command.Add(_data);
        }

        public ConfigTarget Of(ParseResult result) => new(result.GetValue(_config), result.GetValue(_secrets), result.GetValue(_data));
    }
}

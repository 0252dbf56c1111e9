using System.CommandLine;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Users;

/// <summary><c>drawbridge users</c>: users whom a broker's own CRM has.</summary>
internal static class UsersCommand
{
    public static Command Create(Terminal terminal) => new("users", "Bring along the users that a broker has") { CreateImport(terminal) };

    private static Command CreateImport(Terminal terminal)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "JSON lines, or CSV when its name ends with .csv; see docs/existing-users.md" };
        file.AcceptExistingOnly();
        var config = SharedOptions.Config();
        config.Required = true;
        var secrets = SharedOptions.Secrets();
        var broker = new Option<string>("--broker") { Description = "Whose users they become: its brokerName", HelpName = "NAME", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would become of each line, and store nothing" };
        var resume = new Option<bool>("--resume") { Description = "Go on behind the last line that an earlier run of the same file has stored" };
        var without = new Option<bool>("--without-unusable-passwords")
        {
            Description = "Take users whose password hash cannot be checked here without it; they set a password by mail",
        };
        var report = new Option<FileInfo?>("--report") { Description = "File for the lines that are not taken, with the reason; FILE.refused.csv when left out", HelpName = "FILE" };
        var command = new Command("import", "Import a file of users; repeating it changes nothing") { file, config, secrets, broker, dryRun, resume, without, report };
        command.SetAction((result, cancellationToken) =>
        {
            var source = result.GetRequiredValue(file);
            return new UserImportRun(terminal, result.GetRequiredValue(config), result.GetValue(secrets)).RunAsync(
                new()
                {
                    BrokerName = result.GetRequiredValue(broker),
                    Path = source.FullName,
                    Format = source.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Broker.UserImport.UserImportFormat.Csv : Broker.UserImport.UserImportFormat.JsonLines,
                    IsRehearsal = result.GetValue(dryRun),
                    Resumes = result.GetValue(resume),
                    WithoutUnusablePasswords = result.GetValue(without),
                },
                result.GetValue(report)?.FullName ?? source.FullName + ".refused.csv",
                cancellationToken);
        });
        return command;
    }
}

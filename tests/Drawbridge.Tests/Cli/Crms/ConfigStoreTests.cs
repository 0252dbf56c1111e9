using Drawbridge.Cli.CommandLine;
using Drawbridge.Storage;
using Drawbridge.Tests.Cli.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.Tests.Cli.Crms;

/// <summary>One YAML file, and what a server has stored of it.</summary>
public sealed class ConfigStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Yaml => _folder["brokers.yaml"];

    public async ValueTask InitializeAsync()
    {
        var database = $"sqlite:{_folder["broker.db"]}";
        await File.WriteAllTextAsync(
            _folder["broker.json"], $$"""{ "Drawbridge": { "Database": "{{database}}", "Keys": { "Directory": "{{_folder["keys"]}}" }, "Passwords": { "Iterations": 10 } } }""");
        (await CommandRun.OfAsync("migrate", "--database", database, "--component", "broker")).ExitCode.ShouldBe(ExitCode.Done);
        await WriteAsync(ConfigFile.Valid);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact] // MOD-41
    public async Task A_file_is_compared_applied_and_found_again_in_the_history()
    {
        (await RunAsync("diff", Yaml)).ShouldEnd(1, "+ crms:one_crm:brokers:one_light");
        (await RunAsync("apply", Yaml, "--dry-run")).ShouldEnd(0, "would change");
        (await RunAsync("apply", Yaml)).ShouldEnd(0, "applied as version 1: 3 of CRMs and brokers changed");
        (await RunAsync("diff", Yaml)).ShouldEnd(0, "no differences");
        (await RunAsync("apply", Yaml)).ShouldEnd(0, "nothing was changed");

        await WriteAsync(ConfigFile.Valid
            .Replace("displayName: One\n", "displayName: Uno\n", StringComparison.Ordinal)
            .Replace("password: hush-hush-hush-hush", "password: another-secret-0123", StringComparison.Ordinal));
        var diff = (await RunAsync("diff", Yaml)).ShouldEnd(1, "~ settings:displayName: One -> Uno");
        diff.Output.ShouldContain("~ password: (another secret)");
        (await RunAsync("apply", Yaml)).ShouldEnd(0, "applied as version 2: 2 of");

        var history = (await RunAsync("history")).ShouldEnd(0, "file");
        history.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        history.Output.ShouldContain($"({Yaml})");
        (await RunAsync("show", "2")).ShouldEnd(0, "~ settings:displayName: One -> Uno");
        (await RunAsync("apply", "--version", "1")).ShouldEnd(0, "applied as version 3");
        (await RunAsync("show", "3")).ShouldEnd(0, "puts back 1").Output.ShouldContain("Uno -> One");
        (await RunAsync("apply", "--version", "9")).ShouldEnd(2, "", "there is no version 9");
    }

    [Fact]
    public async Task A_broker_that_left_the_file_stays_until_it_is_to_be_removed_and_then_is_disabled()
    {
        await RunAsync("apply", Yaml);
        var cut = ConfigFile.Valid.IndexOf("      - name: one_light", StringComparison.Ordinal);
        await WriteAsync(ConfigFile.Valid[..cut]);

        (await RunAsync("diff", Yaml)).ShouldEnd(0, "= crms:one_crm:brokers:one_light: is not in the file; stays as it is");
        (await RunAsync("diff", Yaml, "--remove")).ShouldEnd(1, "- crms:one_crm:brokers:one_light: is not in the file; is disabled, its data stays");
        (await RunAsync("apply", Yaml, "--remove")).ShouldEnd(0, "1 of CRMs and brokers changed");
        (await RunAsync("export")).ShouldEnd(0, "enabled: false");
    }

    [Fact]
    public async Task An_export_is_a_file_that_changes_nothing_and_holds_no_secret()
    {
        await RunAsync("apply", Yaml);
        var exported = (await RunAsync("export")).ShouldEnd(0, "version: 1");
        exported.Output.ShouldContain("managerPassword: ${keep}");
        exported.Output.ShouldNotContain("hush");
        exported.Output.ShouldNotContain("maximumAccounts"); // has its default

        await WriteAsync(exported.Output);
        (await CommandRun.OfAsync("config", "check", Yaml)).ShouldEnd(0, "1 CRMs, 2 brokers").Error.ShouldBeEmpty();
        (await RunAsync("diff", Yaml)).ShouldEnd(0, "no differences");

        var named = (await RunAsync("export", "--env")).ShouldEnd(0, "${env:ONE_CRM_WEBHOOK_SECRET}");
        named.Output.ShouldContain("${env:ONE_LIGHT_MANAGER_PASSWORD}");
        await WriteAsync(named.Output);
        (await RunAsync("diff", Yaml)).ShouldEnd(2, "", "the variable ONE_LIGHT_MANAGER_PASSWORD of the environment is not set");
        foreach (var name in new[] { "ONE_CRM_PASSWORD", "ONE_MAIN_MANAGER_PASSWORD", "ONE_LIGHT_MANAGER_PASSWORD" })
        {
            Environment.SetEnvironmentVariable(name, ConfigFile.Secret);
        }

        Environment.SetEnvironmentVariable("ONE_CRM_WEBHOOK_SECRET", "whsec_aHVzaC1odXNoLWh1c2gtaHVzaC1odXNoLWh1c2g=");
        (await RunAsync("diff", Yaml)).ShouldEnd(0, "no differences");
    }

    [Fact]
    public async Task A_file_that_was_made_for_an_earlier_version_is_refused_with_what_changed_meanwhile()
    {
        await RunAsync("apply", Yaml);
        var exported = (await RunAsync("export")).Output;
        await WriteAsync(ConfigFile.Valid.Replace("displayName: One\n", "displayName: Uno\n", StringComparison.Ordinal));
        await RunAsync("apply", Yaml);

        await WriteAsync(exported.Replace("displayName: One Light", "displayName: Light", StringComparison.Ordinal));
        var refused = (await RunAsync("apply", Yaml)).ShouldEnd(1, "~ settings:displayName: One -> Uno", "was made for an earlier version than 2");
        refused.Error.ShouldContain("--force");
        (await RunAsync("history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        (await RunAsync("apply", Yaml, "--force")).ShouldEnd(0, "applied as version 3");
    }

    [Fact]
    public async Task A_secret_to_keep_must_be_stored_and_a_broker_cannot_change_its_CRM()
    {
        await WriteAsync(ConfigFile.Valid.Replace("managerPassword: hush-hush-hush-hush", "managerPassword: ${keep}", StringComparison.Ordinal));
        (await RunAsync("apply", Yaml)).ShouldEnd(2, "", "Crms:one_crm:Brokers:one_main:ManagerPassword: nothing is stored that could be kept");

        await WriteAsync(ConfigFile.Valid);
        await RunAsync("apply", Yaml);
        await WriteAsync(ConfigFile.Valid.Replace("one_crm", "other_crm", StringComparison.Ordinal));
        (await RunAsync("apply", Yaml)).ShouldEnd(2, "", "is taken by a broker of another CRM");
        (await RunAsync("history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task None_of_two_hundred_broken_files_changes_anything()
    {
        await RunAsync("apply", Yaml);
        foreach (var seed in Enumerable.Range(0, 200))
        {
            var lines = ConfigFile.Valid.Split('\n');
            foreach (var fault in FaultyLine.Pick(seed))
            {
                var line = Array.FindIndex(lines, text => text.Contains(fault.Good, StringComparison.Ordinal));
                lines[line] = lines[line].Replace(fault.Good, fault.Bad, StringComparison.Ordinal);
            }

            await WriteAsync(string.Join('\n', lines));
            (await RunAsync("apply", Yaml)).ShouldEnd(2, "", "fault").Error.ShouldNotContain(ConfigFile.Secret);
        }

        (await RunAsync("history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Foreign_keys_and_no_server_are_told()
    {
        await RunAsync("apply", Yaml);
        Directory.Delete(_folder["keys"], recursive: true);

        (await RunAsync("diff", Yaml)).ShouldEnd(2, "", "are not those of the server");
        (await CommandRun.OfAsync("config", "diff", Yaml)).ShouldEnd(2, "", "name one server");
        (await CommandRun.OfAsync("config", "apply", "--config", _folder["broker.json"])).ShouldEnd(2, "", "name either a file or --version");
    }

    [Fact]
    public async Task A_fault_in_the_last_broker_changes_nothing_of_the_first()
    {
        await RunAsync("apply", Yaml);
        await WriteAsync(ConfigFile.Valid
            .Replace("displayName: One\n", "displayName: Uno\n", StringComparison.Ordinal)
            .Replace("https://platform2.example.com", "http://platform2.example.com", StringComparison.Ordinal));

        (await RunAsync("apply", Yaml)).ShouldEnd(2, "", "Settings:Platform:BaseUrl: must be https://HOST:PORT");

        await using var database = Database.Open(DatabaseOptions.Parse($"sqlite:{_folder["broker.db"]}"), TimeProvider.System, NullLoggerFactory.Instance);
        (await database.ReadAsync(static session => session.GetAsync<long>("select count(*) from brokers where settings like '%Uno%'"), TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    private Task WriteAsync(string text) => File.WriteAllTextAsync(Yaml, text, TestContext.Current.CancellationToken);

    private Task<CommandRun> RunAsync(string command, params string[] args) => CommandRun.OfAsync(["config", command, .. args, "--config", _folder["broker.json"]]);
}

internal static class CommandRunExtensions
{
    /// <summary>It ended with that code, and said that.</summary>
    public static CommandRun ShouldEnd(this CommandRun run, int exitCode, string output, string error = "")
    {
        run.ExitCode.ShouldBe(exitCode, $"{run.Output}{run.Error}");
        run.Output.ShouldContain(output);
        run.Error.ShouldContain(error);
        return run;
    }
}

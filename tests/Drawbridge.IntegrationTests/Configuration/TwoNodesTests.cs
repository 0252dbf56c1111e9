using System.Diagnostics;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Configuration.Start;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Hosting;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Configuration;

/// <summary>Nodes over one database, each as a process of its own would be, and what a start of one makes of its own configuration.</summary>
public sealed class TwoNodesTests(PostgresCluster cluster) : IDisposable
{
    private static readonly ConfigurationOrigin Origin = new(ConfigurationSource.Console, "somebody@example.test");
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-nodes-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(DatabaseEngine.Sqlite)]
    [InlineData(DatabaseEngine.Postgres)]
    public async Task A_change_of_one_is_in_force_at_the_other_within_two_seconds(DatabaseEngine engine)
    {
        var options = await NewDatabaseAsync(engine);
        await using var one = await StartAsync(options, Section("One"));
        await using var other = await StartAsync(options, Section("One"));

        var began = Stopwatch.GetTimestamp();
        (await one.Stored.ApplyAsync(new(Section("Uno"), Origin), None)).ShouldBeOfType<ConfigurationOutcome.Applied>();
        while (other.NameOf("main") != "Uno")
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task What_was_changed_at_run_time_survives_a_start_and_what_was_changed_in_the_file_arrives()
    {
        var options = await NewDatabaseAsync(DatabaseEngine.Sqlite);
        await using (var first = await StartAsync(options, Section("One")))
        {
            await first.Stored.ApplyAsync(new(Change(Section("One"), static settings => settings with { DisplayName = "By console", MaximumAccounts = 7 }), Origin), None);
        }

        await using (var same = await StartAsync(options, Section("One")))
        {
            same.NameOf("main").ShouldBe("By console");
            same.Log.Lines.ShouldNotContain(static line => line.Contains("since the last start", StringComparison.Ordinal));
        }

        // The file changes one setting that was changed at run time, too, one that was not, and a secret.
        var next = Change(Section("By file"), static settings => settings with { LegalEntity = "File Ltd" })
            .Select(static crm => crm with { Password = "another-password-0" }).ToList();
        await using (var contested = await StartAsync(options, next))
        {
            var broker = contested.Find("main");
            (broker.DisplayName, broker.LegalEntity, broker.MaximumAccounts).ShouldBe(("By console", "File Ltd", 7));
            contested.Log.Lines.ShouldContain(static line => line.Contains("crms:nodes_crm:brokers:main:settings:displayName: changed in the configuration of the server and at run time", StringComparison.Ordinal));
            (await contested.Stored.ListVersionsAsync(null, long.MaxValue, 1, None)).Single().Origin.Source.ShouldBe(ConfigurationSource.Start);
        }
    }

    [Fact]
    public async Task A_server_that_has_lost_its_keys_takes_its_configuration_over_anew()
    {
        var options = await NewDatabaseAsync(DatabaseEngine.Sqlite);
        await using (await StartAsync(options, Section("One")))
        {
        }

        Directory.Delete(Path.Combine(_folder.FullName, "keys"), recursive: true);
        await using var bereft = await StartAsync(options, Section("One"));

        bereft.Log.Lines.ShouldContain(static line => line.Contains("all secrets count as changed", StringComparison.Ordinal));
        (await bereft.Stored.ApplyAsync(new(Section("Uno"), Origin), None)).ShouldBeOfType<ConfigurationOutcome.Applied>();
        bereft.Log.Lines.Count(static line => line.Contains("all secrets count as changed", StringComparison.Ordinal)).ShouldBe(1);
        await using var next = await StartAsync(options, Section("Uno"));
        next.Log.Lines.ShouldNotContain(static line => line.Contains("all secrets count as changed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConfigurationOwner.Section, "By file")]
    [InlineData(ConfigurationOwner.Stored, "By console")]
    public async Task The_owner_wins(ConfigurationOwner owner, string expected)
    {
        var options = await NewDatabaseAsync(DatabaseEngine.Sqlite);
        await using (var first = await StartAsync(options, Section("One")))
        {
            await first.Stored.ApplyAsync(new(Section("By console"), Origin), None);
        }

        await using var owned = await StartAsync(options, Section("By file"), owner);
        owned.NameOf("main").ShouldBe(expected);
        var outcome = await owned.Stored.ApplyAsync(new(Section("Again"), Origin), None);
        if (owner == ConfigurationOwner.Section)
        {
            outcome.ShouldBeOfType<ConfigurationOutcome.Refused>().Faults.Single().ShouldContain("Drawbridge:Configuration:Owner: is Section");
        }
        else
        {
            outcome.ShouldBeOfType<ConfigurationOutcome.Applied>();
        }
    }

    private static List<CrmConfiguration> Section(string name) =>
    [
        new()
        {
            Name = "nodes_crm",
            Password = "a-password-of-the-crm",
            Brokers = [new() { Name = "main", ManagerPassword = "manager", Settings = BrokerHost.NewBrokerSettings() with { DisplayName = name } }],
        },
    ];

    private static List<CrmConfiguration> Change(List<CrmConfiguration> crms, Func<BrokerSettings, BrokerSettings> change) =>
        [.. crms.Select(crm => crm with { Brokers = [.. crm.Brokers.Select(broker => broker with { Settings = change(broker.Settings) })] })];

    private async Task<DatabaseOptions> NewDatabaseAsync(DatabaseEngine engine)
    {
        var options = engine == DatabaseEngine.Postgres
            ? DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync())
            : DatabaseOptions.ForSqlite(Path.Combine(_folder.FullName, "broker.db"));
        await using var database = Database.Open(options, TimeProvider.System, LoggerFactory.Create(static _ => { }));
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await new Migrator(database).MigrateAsync(set, None);
        }

        return options;
    }

    private async Task<RunningNode> StartAsync(DatabaseOptions options, IReadOnlyList<CrmConfiguration> section, ConfigurationOwner owner = ConfigurationOwner.Shared)
    {
        var log = new CapturedLog();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Drawbridge:Passwords:Iterations", "10"), new("Drawbridge:Configuration:Owner", owner.ToString()), new("Drawbridge:Configuration:PollInterval", "00:00:00.200"),
        ]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddSingleton(provider => Database.Open(options, TimeProvider.System, provider.GetRequiredService<ILoggerFactory>()));
        services.AddDataProtection().SetApplicationName("nodes").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.FullName, "keys")));
        services.AddDrawbridgeBroker(configuration);
        var provider = services.BuildServiceProvider();
        await provider.StartDrawbridgeBrokerAsync(section, None);
        var polling = provider.GetServices<IHostedService>().OfType<ConfigurationPolling>().Single();
        await polling.StartAsync(None);
        return new(provider, polling, log);
    }

    private sealed class RunningNode(ServiceProvider services, ConfigurationPolling polling, CapturedLog log) : IAsyncDisposable
    {
        public StoredConfiguration Stored => services.GetRequiredService<StoredConfiguration>();

        public CapturedLog Log => log;

        public BrokerSettings Find(string broker) => services.GetRequiredService<BrokerDirectory>().Current.FindBroker(broker)!.Settings;

        public string NameOf(string broker) => Find(broker).DisplayName;

        public async ValueTask DisposeAsync()
        {
            await polling.StopAsync(None);
            await services.DisposeAsync();
        }
    }
}

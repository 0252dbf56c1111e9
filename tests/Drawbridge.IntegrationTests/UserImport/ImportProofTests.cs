using System.Diagnostics;
using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Hosting;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.UserImport;

/// <summary>
/// The command, a process of its own, is killed again and again while it imports, and goes on with <c>--resume</c>: at the end each user of the file is
/// there once, with the right password hash. IMPORT_PROOF_USERS sets how many, IMPORT_PROOF_KILLS how often.
/// </summary>
public abstract class ImportProofTests(DatabaseFixture fixture, string databaseText)
{
    // Of "lantern gravel otter quilt", as PHP writes it.
    private const string Bcrypt = "$2y$04$abcdefghijklmnopqrstuunczGNst5F8EdNh.JBMDmaurXlQegLKi";

    private static readonly int Users = Number("IMPORT_PROOF_USERS", 12_000);
    private static readonly int Kills = Number("IMPORT_PROOF_KILLS", 3);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Whatever_kills_an_import_every_user_comes_once()
    {
        var folder = Directory.CreateTempSubdirectory("drawbridge-import-");
        try
        {
            var broker = await PrepareAsync();
            var file = Path.Combine(folder.FullName, "users.jsonl");
            var config = Path.Combine(folder.FullName, "broker.json");
            await File.WriteAllLinesAsync(file, Enumerable.Range(1, Users).Select(LineOf));
            await File.WriteAllTextAsync(config, $$"""{ "Drawbridge": { "Database": {{System.Text.Json.JsonSerializer.Serialize(databaseText + fixture.Options.ConnectionString)}} } }""");
            var began = Stopwatch.GetTimestamp();
            var killed = 0;
            for (var i = 1; i <= Kills; i++)
            {
                killed += await KillBehindAsync(Start(file, config), broker, (long)Users * i / (Kills + 1)) ? 1 : 0;
            }

            using var last = Start(file, config);
            var (output, error) = (await last.StandardOutput.ReadToEndAsync(), await last.StandardError.ReadToEndAsync());
            await last.WaitForExitAsync();

            killed.ShouldBeGreaterThan(0, "it was never killed in the middle");
            last.ExitCode.ShouldBe(1, error); // some are not taken
            var bad = Users / 1000;
            output.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"imported {Users - bad:N0} new, 0 linked, 0 updated, 0 unchanged, {bad:N0} not taken"));
            var all = await fixture.Database.ReadAsync(
                session => session.ListAsync<string>("select crm_user_id from users where broker_id = @broker and email = crm_user_id || '@example.com' and password_hash = @Bcrypt", new { broker, Bcrypt }),
                CancellationToken.None);
            all.Count.ShouldBe(Users - bad);
            all.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, Users).Where(n => n % 1000 != 0).Select(n => $"u{n}").Order(StringComparer.Ordinal));
            (await File.ReadAllLinesAsync(file + ".refused.csv")).Length.ShouldBe(1 + bad);
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{Users:N0} users, killed {killed} times, in {Stopwatch.GetElapsedTime(began).TotalSeconds:N1} s"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string LineOf(int n) => n % 1000 == 0
        ? $$"""{"id":"u{{n}}","email":"nobody"}"""
        : $$"""{"id":"u{{n}}","email":"u{{n}}@example.com","emailVerified":true,"firstName":"First","lastName":"Last","platformUserId":{{n + 1_000_000}},"passwordHash":"{{Bcrypt}}"}""";

    private static Process Start(string file, string config) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "drawbridge"), ["users", "import", file, "--config", config, "--broker", "proof_broker", "--resume"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Ends it as a power cut would, once it is behind a line. False when it was done before.</summary>
    private async Task<bool> KillBehindAsync(Process process, long broker, long line)
    {
        using var running = process;
        var began = Stopwatch.GetTimestamp();
        while (!process.HasExited && Stopwatch.GetElapsedTime(began) < Deadline)
        {
            var done = await fixture.Database.ReadAsync(
                session => session.FindAsync<long>("select coalesce(max(lines_done), 0) from user_imports where broker_id = @broker", new { broker }), CancellationToken.None);
            if (done >= line)
            {
                process.Kill();
                await process.WaitForExitAsync();
                return process.ExitCode > 1;
            }
        }

        await process.WaitForExitAsync();
        return false;
    }

    private async Task<long> PrepareAsync()
    {
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await new Migrator(fixture.Database).MigrateAsync(set, CancellationToken.None);
        }

        return await fixture.Database.WriteAsync(
            async session => await BrokerStore.PutBrokerAsync(session, await BrokerStore.PutCrmAsync(session, "proof_crm", new()), "proof_broker", BrokerHost.NewBrokerSettings(), "sealed"),
            CancellationToken.None);
    }

    public sealed class OnSqlite(SqliteFixture fixture) : ImportProofTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

    public sealed class OnPostgres(PostgresFixture fixture) : ImportProofTests(fixture, ""), IClassFixture<PostgresFixture>;
}

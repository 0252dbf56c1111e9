using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Hosting;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteOlderDatabaseTests(SqliteFixture fixture) : OlderDatabaseTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresOlderDatabaseTests(PostgresFixture fixture) : OlderDatabaseTests(fixture), IClassFixture<PostgresFixture>;

/// <summary>What an older version wrote is still there after the migrations since.</summary>
public abstract class OlderDatabaseTests(DatabaseFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Settings_with_one_product_and_one_agreement_become_lists_and_consents_stay()
    {
        await using var database = await fixture.OpenEmptyAsync();
        var migrator = new Migrator(database);
        var sets = BrokerApplicationExtensions.BrokerMigrations();
        await migrator.MigrateAsync(sets[0], None);
        var texts = sets[1].Migrations.Select(static migration => ($"{migration.Number:D4}_{migration.Name}.sql", migration.Sql)).ToList();
        await migrator.MigrateAsync(MigrationSet.FromTexts("broker", texts.TakeWhile(static text => !text.Item1.Contains("products_and_agreements", StringComparison.Ordinal))), None);
        await WriteAsync("insert into crms (id, name, settings) values (1, 'crm', '{}')");
        await WriteAsync(
            """
            insert into brokers (id, crm_id, name, manager_password_sealed, settings) values
            (1, 1, 'old', 'x', '{"displayName":"Old","legalEntity":"Old Ltd","jurisdiction":"There","successUrls":[{"url":"https://app.example.test/callback"}],"platform":{"baseUrl":"https://platform.example.test","managerLogin":7},"account":{"groupName":"Vip","maximumAccounts":3,"currencies":["CHF"]},"agreement":{"version":"7","url":"https://broker.example.test/terms"}}'),
            (2, 1, 'bare', 'x', '{"displayName":"Bare","legalEntity":"Bare Ltd","jurisdiction":"There","successUrls":[{"url":"https://app.example.test/callback"}],"platform":{"baseUrl":"https://platform.example.test","managerLogin":7}}')
            """);
        await WriteAsync("insert into users (id, broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, agreement_version, created_at) values (5, 1, 'a@example.com', 'A@EXAMPLE.COM', 's', 'c', 'en', '7', 1)");
        await WriteAsync("insert into agreement_acceptances (user_id, broker_id, version, accepted_at, reported_at) values (5, 1, '7', 11, 12)");
        await WriteAsync("insert into onboarding_tasks (kind, broker_id, user_id, subject, status, attempts, created_at) values (3, 1, 5, '7', 0, 0, 1)");

        await migrator.MigrateAsync(sets[1], None);

        var old = await SettingsAsync(1);
        old.MaximumAccounts.ShouldBe(3);
        (old.Accounts.ShouldHaveSingleItem().GroupName, old.Accounts[0].Currencies[0]).ShouldBe(("Vip", "CHF"));
        old.Agreements.ShouldHaveSingleItem().At(DateTimeOffset.UnixEpoch)!.Version.ShouldBe("7");
        var bare = await SettingsAsync(2);
        (bare.MaximumAccounts, bare.Accounts.Count, bare.Agreements.Count).ShouldBe((20, 1, 0));
        (await ReadAsync("select agreement || '|' || version || '|' || cast(accepted_at as text) || '|' || cast(reported_at as text) from agreement_consents")).ShouldBe("agreement|7|11|12");
        (await ReadAsync("select subject from onboarding_tasks")).ShouldBe("agreement:7");

        Task WriteAsync(string sql) => database.WriteAsync(session => session.ExecuteAsync(sql), None);
        Task<string> ReadAsync(string sql) => database.ReadAsync(session => session.GetAsync<string>(sql), None);
        async Task<BrokerSettings> SettingsAsync(long id) =>
            JsonSerializer.Deserialize<BrokerSettings>(await database.ReadAsync(session => session.GetAsync<string>("select settings from brokers where id = @id", new { id }), None), BrokerJsonReading.Options)!;
    }
}

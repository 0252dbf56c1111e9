using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("sqlite:/var/lib/drawbridge/state.db", DatabaseEngine.Sqlite, "/var/lib/drawbridge/state.db")]
    [InlineData("postgres://db/drawbridge", DatabaseEngine.Postgres, "postgres://db/drawbridge")]
    [InlineData("Host=db;Database=drawbridge", DatabaseEngine.Postgres, "Host=db;Database=drawbridge")]
    public void A_database_is_read_from_one_text(string text, DatabaseEngine engine, string connectionString)
    {
        var options = DatabaseOptions.Parse(text);

        options.Engine.ShouldBe(engine);
        options.ConnectionString.ShouldBe(connectionString);
    }

    [Fact]
    public void A_text_that_is_no_database_is_refused_without_being_repeated() =>
        Should.Throw<FormatException>(() => DatabaseOptions.Parse("mysql://me:secret@db")).Message.ShouldNotContain("secret");

    [Fact]
    public void Every_fault_is_reported_at_once()
    {
        var options = new DatabaseOptions { MaxPoolSize = -1, WriteQueueLimit = 0, MaxWriteAttempts = 0, BusyTimeout = TimeSpan.FromHours(1) };

        var e = Should.Throw<OptionsValidationException>(() => Database.Open(options, new ManualTimeProvider(), NullLoggerFactory.Instance));

        e.Failures.Count().ShouldBe(5);
    }

    [Theory]
    [InlineData(DatabaseEngine.Sqlite, ":memory:")]
    [InlineData(DatabaseEngine.Postgres, "postgres://[nonsense")]
    [InlineData(DatabaseEngine.Postgres, "Nonsense=secret;Host=db")]
    [InlineData(DatabaseEngine.Postgres, "Database=drawbridge")]
    public void A_connection_string_that_cannot_work_is_refused_without_being_repeated(DatabaseEngine engine, string connectionString)
    {
        var options = new DatabaseOptions { Engine = engine, ConnectionString = connectionString };

        var result = new DatabaseOptions.Validator().Validate(name: null, options);

        result.Failed.ShouldBeTrue();
        result.FailureMessage.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_postgres_url_says_everything_that_a_connection_string_says()
    {
        var options = DatabaseOptions.ForPostgres("postgres://me:p%40ss@db.example:6000/draw?sslmode=verify-full&application_name=crm");

        await using var database = Database.Open(options, new ManualTimeProvider(), NullLoggerFactory.Instance);

        database.Location.ShouldBe("db.example:6000/draw");
        var settings = new NpgsqlConnectionStringBuilder(database.DataSource!.ConnectionString);
        settings.Username.ShouldBe("me");
        settings.SslMode.ShouldBe(SslMode.VerifyFull);
        settings.ApplicationName.ShouldBe("crm");
        settings.MaxPoolSize.ShouldBe(32);
    }
}

using System.Threading.Channels;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Npgsql;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteNotificationTests(SqliteFixture fixture) : NotificationTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresNotificationTests(PostgresFixture fixture) : NotificationTests(fixture), IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Another_node_hears_of_a_commit()
    {
        await using var other = Fixture.Open();
        var heard = await ListenAsync(other, "nodes");

        await Database.WriteAsync(session => session.NotifyAsync("nodes", "hello"), None);

        (await heard.Reader.ReadAsync(None)).ShouldBe("hello");
    }

    [Fact]
    public async Task After_a_broken_connection_the_subscriber_is_told_that_it_may_have_missed_something()
    {
        await using var other = Fixture.Open();
        var heard = await ListenAsync(other, "broken");

        await using var killer = new NpgsqlConnection(Fixture.Options.ConnectionString);
        await killer.OpenAsync(None);
        await using var kill = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and query = 'listen drawbridge'", killer);
        ((long)(await kill.ExecuteScalarAsync(None))!).ShouldBeGreaterThan(0);

        (await heard.Reader.ReadAsync(None)).ShouldBe(Database.MissedPayload);
        await Database.WriteAsync(session => session.NotifyAsync("broken", "again"), None);
        (await heard.Reader.ReadAsync(None)).ShouldBe("again");
    }
}

public abstract class NotificationTests(DatabaseFixture fixture)
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected DatabaseFixture Fixture => fixture;

    protected Database Database => fixture.Database;

    [Fact]
    public async Task A_subscriber_hears_what_its_channel_was_told_in_order()
    {
        var heard = await ListenAsync(Database, "orders");

        await Database.WriteAsync(
            async session =>
            {
                await session.NotifyAsync("orders", "1");
                await session.NotifyAsync("others", "x");
                await session.NotifyAsync("orders", "line\nbreak");
            },
            None);
        await Database.WriteAsync(session => session.NotifyAsync("orders", "3"), None);

        (await heard.Reader.ReadAsync(None)).ShouldBe("1");
        (await heard.Reader.ReadAsync(None)).ShouldBe("line\nbreak");
        (await heard.Reader.ReadAsync(None)).ShouldBe("3");
    }

    [Fact]
    public async Task Nobody_hears_of_a_write_that_failed()
    {
        var heard = await ListenAsync(Database, "failures");

        await Should.ThrowAsync<InvalidDataException>(() => Database.WriteAsync(
            async session =>
            {
                await session.NotifyAsync("failures", "must not be heard");
                throw new InvalidDataException();
            },
            None));
        await Database.WriteAsync(session => session.NotifyAsync("failures", "last"), None);

        (await heard.Reader.ReadAsync(None)).ShouldBe("last");
    }

    [Fact]
    public async Task What_a_handler_throws_does_not_keep_others_from_hearing()
    {
        using var bad = Database.Subscribe("handlers", _ => throw new InvalidDataException());
        var heard = await ListenAsync(Database, "handlers");

        await Database.WriteAsync(session => session.NotifyAsync("handlers", "1"), None);

        (await heard.Reader.ReadAsync(None)).ShouldBe("1");
    }

    [Fact]
    public async Task A_subscription_that_ended_hears_nothing()
    {
        var heard = new List<string>();
        var ended = Database.Subscribe("ended", heard.Add);
        ended.Dispose();
        var other = await ListenAsync(Database, "ended");

        await Database.WriteAsync(session => session.NotifyAsync("ended", "1"), None);
        await other.Reader.ReadAsync(None);

        heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_read_cannot_notify() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Database.ReadAsync(
            async session =>
            {
                await session.NotifyAsync("reads", "1");
                return 0;
            },
            None));

    /// <summary>Returns once a notification sent after it will be heard.</summary>
    protected static async Task<Channel<string>> ListenAsync(Database database, string channel)
    {
        var heard = Channel.CreateUnbounded<string>();
        database.Subscribe(channel, payload => heard.Writer.TryWrite(payload));
        var probe = $"probe {Guid.NewGuid():N}";
        await database.WriteAsync(session => session.NotifyAsync(channel, probe), None);

        // "*" says that listening has begun, perhaps after the probe was sent.
        if (await heard.Reader.ReadAsync(None) == Database.MissedPayload)
        {
            probe = $"probe {Guid.NewGuid():N}";
            await database.WriteAsync(session => session.NotifyAsync(channel, probe), None);
        }
        else
        {
            return heard;
        }

        while (await heard.Reader.ReadAsync(None) != probe)
        {
        }

        return heard;
    }
}

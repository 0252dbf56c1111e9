using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Users;
using Drawbridge.Broker.Webhooks;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.IntegrationTests.Chat;

public sealed class SqliteChatStoreTests(SqliteFixture fixture) : ChatStoreTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresChatStoreTests(PostgresFixture fixture) : ChatStoreTests(fixture), IClassFixture<PostgresFixture>;

/// <summary>Conversations, on each engine.</summary>
public abstract class ChatStoreTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static int _count;

    private BrokerEntity _broker = null!;
    private BrokerEntity _stranger = null!;

    private ChatStore Chats => new(fixture.Database, new WebhookEvents(new JobQueue(fixture.Database, fixture.Clock), fixture.Clock), fixture.Clock);

    private DeskStore Desk => new(
        fixture.Database,
        new WebhookEvents(new JobQueue(fixture.Database, fixture.Clock), fixture.Clock),
        new BrokerDirectory(new BrokerStore(fixture.Database), fixture.Database, NullLogger<BrokerDirectory>.Instance),
        fixture.Clock);

    public async ValueTask InitializeAsync()
    {
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await new Migrator(fixture.Database).MigrateAsync(set, None);
        }

        _broker = await NewBrokerAsync();
        _stranger = await NewBrokerAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact] // FLOW-CHAT-1
    public async Task Messages_are_numbered_in_their_order_and_each_side_knows_what_it_has_not_seen()
    {
        var who = await NewTraderAsync();
        await SendAsync(who, "one");
        await SendAsync(who, "two");
        var id = (await FindAsync(who)).Id;
        await ReplyAsync(id, "three");
        (await FindAsync(who)).ShouldSatisfyAllConditions(
            chat => chat.Messages.ShouldBe(3), chat => chat.DeskUnread.ShouldBe(2), chat => chat.TraderUnread.ShouldBe(1));

        await Chats.MarkReadAsync(await FindAsync(who), 3, None);
        (await Desk.MarkReadAsync(new(_broker.Crm.Id), id, 1, None)).ShouldBe(1);
        await SendAsync(who, "four");

        (await FindAsync(who)).ShouldSatisfyAllConditions(
            chat => chat.DeskUnread.ShouldBe(2), chat => chat.TraderUnread.ShouldBe(0), chat => chat.TraderRead.ShouldBe(3), chat => chat.DeskRead.ShouldBe(1));
        (await Desk.MarkReadAsync(new(_broker.Crm.Id), id, long.MaxValue, None)).ShouldBe(0);
        (await Desk.MarkReadAsync(new(_broker.Crm.Id), id, 2, None)).ShouldBe(0); // never back
        (await FindAsync(who)).DeskRead.ShouldBe(4);
        (await Chats.ListAsync(await FindAsync(who), 2, None)).Select(static message => (message.Number, message.Author, message.Text, message.Sender))
            .ShouldBe([(2, ChatAuthor.Trader, "two", null), (3, ChatAuthor.Desk, "three", "Ann"), (4, ChatAuthor.Trader, "four", null)]);
    }

    [Fact]
    public async Task Sent_at_the_same_moment_each_message_counts_once_and_none_shares_a_number()
    {
        var who = await NewTraderAsync();
        var keys = Enumerable.Range(0, 5).Select(static _ => ChatText.NewKey()).ToList();

        await Task.WhenAll(keys.Concat(keys).Concat(keys).Select(key => Chats.AddAsync(_broker, who, key, key, None)));
        var id = (await FindAsync(who)).Id;
        await Task.WhenAll(keys.Concat(keys).Select(key => Desk.AddAsync(new(_broker.Crm.Id), id, new(Sender: null, key, key), also: null, None)));

        var messages = await Chats.ListAsync(await FindAsync(who), 1, None);
        messages.Select(static message => message.Number).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        messages.Take(5).Select(static message => message.Text).ShouldBe(keys, ignoreOrder: true);
        messages.Skip(5).Select(static message => message.Text).ShouldBe(keys, ignoreOrder: true);
        (await fixture.Database.ReadAsync(
            session => session.GetAsync<long>("select count(*) from webhook_events where broker_id = @Id and type = 'chat.message'", new { _broker.Id }), None)).ShouldBe(5);
    }

    [Fact]
    public async Task A_trader_can_send_twenty_messages_a_minute()
    {
        var who = await NewTraderAsync();
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(who, "again");
        }

        (await Chats.AddAsync(_broker, who, "one more", ChatText.NewKey(), None)).ShouldBeOfType<ChatSending.TooMany>();
        (await FindAsync(who)).Messages.ShouldBe(20);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(who, "one more");
    }

    [Fact] // BID-44
    public async Task Nothing_of_a_conversation_is_reached_through_another_crm_or_broker()
    {
        var who = await NewTraderAsync();
        await SendAsync(who, "mine");
        var id = (await FindAsync(who)).Id;

        (await Chats.FindAsync(_stranger.Id, who.User.Id, None)).ShouldBeNull();
        (await Desk.ListMessagesAsync(new(_stranger.Crm.Id), id, 0, 10, None)).ShouldBeNull();
        (await Desk.AddAsync(new(_stranger.Crm.Id), id, new(Sender: null, "hello", "key"), also: null, None)).ShouldBeOfType<ChatSending.NoConversation>();
        (await Desk.MarkReadAsync(new(_stranger.Crm.Id), id, 1, None)).ShouldBeNull();
        (await ListAsync(_stranger)).ShouldBeEmpty();
        (await Desk.CountUnreadAsync(new(_stranger.Crm.Id), None)).ShouldBeEmpty();
        (await FindAsync(who)).ShouldSatisfyAllConditions(chat => chat.Messages.ShouldBe(1), chat => chat.DeskUnread.ShouldBe(1));
    }

    [Fact]
    public async Task The_desk_lists_the_newest_first_page_by_page()
    {
        var traders = new List<InAppUser>();
        for (var i = 0; i < 5; i++)
        {
            traders.Add(await NewTraderAsync());
            await SendAsync(traders[i], $"from {i}");
            fixture.Clock.Advance(TimeSpan.FromSeconds(i % 2)); // some of the same moment
        }

        var read = (await FindAsync(traders[1])).Id;
        await Desk.MarkReadAsync(new(_broker.Crm.Id), read, 1, None);

        var first = await ListAsync(_broker, limit: 2);
        DeskCursor.TryParse(DeskCursor.After(first[^1]), out var cursor).ShouldBeTrue();
        var rest = await ListAsync(_broker, cursor);
        first.Concat(rest).Select(static row => row.LastText).ShouldBe(["from 4", "from 3", "from 2", "from 1", "from 0"]);
        (await ListAsync(_broker, unread: true)).Select(static row => row.LastText).ShouldBe(["from 4", "from 3", "from 2", "from 0"]);
        (await Desk.CountUnreadAsync(new(_broker.Crm.Id), None)).Select(static one => (one.BrokerName, one.Conversations, one.Messages))
            .ShouldBe([(_broker.Name.Value, 4, 4)]);
    }

    [Fact]
    public async Task What_happens_in_a_conversation_wakes_the_screens_of_its_trader_and_no_others()
    {
        using var signals = new ChatSignals(fixture.Database);
        var who = await NewTraderAsync();
        var other = await NewTraderAsync();
        await SendAsync(who, "hello");
        var id = (await FindAsync(who)).Id;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await SettleAsync(signals, (await NewTraderAsync()).User.Id, deadline.Token);
        using var screen = signals.TryOpen(who.User.Id)!;
        using var foreign = signals.TryOpen(other.User.Id)!;
        var overheard = foreign.TakeAsync(deadline.Token);

        await ReplyAsync(id, "good day");
        await screen.TakeAsync(deadline.Token);
        await Desk.MarkReadAsync(new(_broker.Crm.Id), id, 1, None);
        await screen.TakeAsync(deadline.Token);

        overheard.IsCompleted.ShouldBeFalse();
        Enumerable.Range(0, 10).Select(_ => signals.TryOpen(who.User.Id)).Count(static more => more is not null).ShouldBe(3); // four in all
    }

    /// <summary>PostgreSQL: waits until the connection listens.</summary>
    private async Task SettleAsync(ChatSignals signals, long userId, CancellationToken cancellationToken)
    {
        using var settled = signals.TryOpen(userId)!;
        var raised = settled.TakeAsync(cancellationToken);
        while (!raised.IsCompleted)
        {
            await fixture.Database.WriteAsync(session => session.NotifyAsync(ChatStore.Channel, ChatSignals.PayloadOf(userId)), cancellationToken);
        }

        await raised;
    }

    private async Task SendAsync(InAppUser who, string text) =>
        (await Chats.AddAsync(_broker, who, text, ChatText.NewKey(), None)).ShouldBeOfType<ChatSending.Sent>().Repeated.ShouldBeFalse();

    private async Task ReplyAsync(long id, string text) =>
        (await Desk.AddAsync(new(_broker.Crm.Id), id, new("Ann", text, ChatText.NewKey()), also: null, None)).ShouldBeOfType<ChatSending.Sent>().Repeated.ShouldBeFalse();

    private async Task<ChatConversation> FindAsync(InAppUser who) => (await Chats.FindAsync(_broker.Id, who.User.Id, None)).ShouldNotBeNull();

    private Task<IReadOnlyList<DeskConversation>> ListAsync(BrokerEntity broker, (DateTimeOffset, long)? before = null, bool unread = false, int limit = 50) =>
        Desk.ListAsync(new(broker.Crm.Id), brokerId: null, unread, before ?? (DateTimeOffset.MaxValue, long.MaxValue), limit, None);

    private async Task<InAppUser> NewTraderAsync()
    {
        var email = string.Create(CultureInfo.InvariantCulture, $"chatter{Interlocked.Increment(ref _count)}@example.test");
        var user = new BrokerUser
        {
            BrokerId = _broker.Id, Email = email, NormalizedEmail = UserStore.Normalize(email), SecurityStamp = "x", ConcurrencyStamp = "x",
            CreatedAt = fixture.Clock.GetUtcNow(),
        };
        (await new UserStore(fixture.Database).TryAddAsync(user, None)).ShouldBeTrue();
        return new(new(SessionToken.New(), user.Id, InAppAction.Chat, Account: null), user, []);
    }

    private async Task<BrokerEntity> NewBrokerAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"chat_{Interlocked.Increment(ref _count)}");
        var (crm, broker) = await fixture.Database.WriteAsync(
            async session =>
            {
                var crm = await session.GetAsync<long>("insert into crms (name, settings) values (@name, '{}') returning id", new { name });
                return (crm, await session.GetAsync<long>(
                    "insert into brokers (crm_id, name, settings, manager_password_sealed) values (@crm, @name, '{}', '') returning id", new { crm, name }));
            },
            None);
        return new(broker, BrokerName.Parse(name), new(crm, BrokerCrmName.Parse(name), new()), BrokerHost.NewBrokerSettings());
    }
}

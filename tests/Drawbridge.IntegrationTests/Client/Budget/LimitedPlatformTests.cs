using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Client.Calls;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Client.Budget;

/// <summary>The client against a platform that counts: 20 writes an hour (B2P-0-12..14).</summary>
public sealed class LimitedPlatformTests
{
    private const int Limit = 20;
    private const int Burst = 4;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // B2P-0-13
    public async Task Many_more_writes_than_an_hour_holds_are_all_done_and_none_is_refused()
    {
        await using var server = await PlatformServer.StartAsync(static options => options.WritesPerHour = Limit);
        using var clients = Clients(server, Limit);
        var client = clients.For(Peer(server)).With(new CallTerms(WritePriority.Bulk) { LongestWait = TimeSpan.FromDays(1) });

        var writes = Enumerable.Range(0, 3 * Limit).Select(_ => client.Traders.CreateAsync(CallsServer.NewTrader(), None)).ToList();
        for (var done = 0; writes.Count > 0; done++)
        {
            // Three of the burst of four at once, for the fourth is not for bulk work; then 16 an hour.
            server.Clock.Advance(done < 3 ? TimeSpan.Zero : TimeSpan.FromHours(1) / (Limit - Burst));
            var write = await Task.WhenAny(writes).WaitAsync(Deadline);
            (await write).ShouldBeOfType<PlatformResult<TraderEntity>.Answered>();
            writes.Remove(write);
        }
    }

    [Fact] // B2P-0-12, B2P-0-13
    public async Task Reads_go_on_when_the_limit_is_reached()
    {
        await using var server = await PlatformServer.StartAsync(static options => options.WritesPerHour = Limit);
        using var clients = Clients(server, Limit);
        var client = clients.For(Peer(server)).With(new CallTerms(WritePriority.Interactive) { LongestWait = TimeSpan.Zero });
        PlatformResult<TraderEntity> last;
        do
        {
            last = await client.Traders.CreateAsync(CallsServer.NewTrader(), None);
        }
        while (last is PlatformResult<TraderEntity>.Answered);

        last.ShouldBeOfType<PlatformResult<TraderEntity>.NotSent>().RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        (await client.Reference.ListSymbolsAsync(None)).ShouldBeOfType<PlatformResult<IReadOnlyList<SymbolEntity>>.Answered>();
    }

    [Fact] // B2P-0-14, ERR-25
    public async Task Once_the_platform_says_stop_nothing_is_sent_before_it_asked_to()
    {
        await using var server = await PlatformServer.StartAsync(static options => options.WritesPerHour = 1);
        using var clients = Clients(server, Limit);
        var client = clients.For(Peer(server));
        await client.Traders.CreateAsync(CallsServer.NewTrader(), None).AnswerAsync();

        var refused = await client.Traders.CreateAsync(CallsServer.NewTrader(), None);
        var notSent = await client.Traders.CreateAsync(CallsServer.NewTrader(), None);
        server.Clock.Advance(TimeSpan.FromHours(1));
        var answered = await client.Traders.CreateAsync(CallsServer.NewTrader(), None);

        refused.ShouldBeOfType<PlatformResult<TraderEntity>.Refused>().RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        notSent.ShouldBe(new PlatformResult<TraderEntity>.NotSent("the hourly limit leaves no room in time", TimeSpan.FromHours(1)));
        answered.ShouldBeOfType<PlatformResult<TraderEntity>.Answered>();
    }

    [Fact]
    public async Task Brokers_with_the_same_manager_share_what_there_is()
    {
        await using var server = await PlatformServer.StartAsync(static _ => { });
        using var clients = Clients(server, Limit);
        var terms = new CallTerms(WritePriority.Interactive) { LongestWait = TimeSpan.Zero };
        var (main, whiteLabel) = (clients.For(Peer(server)).With(terms), clients.For(Peer(server, PlatformServer.WhiteLabel)).With(terms));
        var stranger = clients.For(Peer(server, manager: 2310)).With(terms);
        for (var i = 0; i < 4; i++)
        {
            await main.Traders.CreateAsync(CallsServer.NewTrader(), None).AnswerAsync();
        }

        (await whiteLabel.Traders.CreateAsync(CallsServer.NewTrader(), None)).ShouldBeOfType<PlatformResult<TraderEntity>.NotSent>();
        (await stranger.Traders.CreateAsync(CallsServer.NewTrader(), None)).ShouldBeOfType<PlatformResult<TraderEntity>.Answered>();
    }

    private static PlatformClients Clients(PlatformServer server, int writesPerHour)
    {
        var options = new PlatformClientOptions { AuthorityFile = server.Authority.File };
        (options.WriteBudget.WritesPerHour, options.WriteBudget.Burst, options.WriteBudget.InteractiveReserve) = (writesPerHour, Burst, 1);
        return new(Options.Create(options), server.Clock, new LogLines().For<PlatformClient>());
    }

    private static PlatformPeer Peer(PlatformServer server, string broker = PlatformServer.Broker, long manager = PlatformServer.ManagerLogin) => new(
        [server.Https],
        BrokerCrmName.Parse(PlatformServer.Crm),
        BrokerName.Parse(broker),
        "live",
        new(manager, "1", _ => ValueTask.FromResult(PasswordHashMd5.Of(PlatformServer.ManagerPassword))));
}

using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Introducers;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>The first and second level partner of a trader at the platform.</summary>
public sealed class IntroducerTests(PartnerPlatformHost host) : IClassFixture<PartnerPlatformHost>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static long _logins = 91_000_000;

    [Fact] // INV-3, WS-73
    public async Task The_platform_has_the_partner_and_the_one_above_and_follows_attribution_and_moves()
    {
        var broker = await NewBrokerAsync(introducers: true);
        var (ann, bob) = (await NewPartnerAsync(broker, "IB-A1"), await NewPartnerAsync(broker, "IB-B1"));
        await MoveAsync(broker, bob, ann, host.Time.GetUtcNow());
        var (user, login) = await NewTraderAsync(broker);

        await AssignAsync(broker, user, bob);
        await host.UntilAsync(() => LastOf(login) == ("IB-B1", "IB-A1"));
        await AssignAsync(broker, user, ann);
        await host.UntilAsync(() => LastOf(login) == ("IB-A1", ""));
        await AssignAsync(broker, user, bob);
        await host.UntilAsync(() => LastOf(login) == ("IB-B1", "IB-A1"));
        await MoveAsync(broker, bob, null, host.Time.GetUtcNow());
        await host.UntilAsync(() => LastOf(login) == ("IB-B1", ""));
        await AssignAsync(broker, user, null);
        await host.UntilAsync(() => LastOf(login) == ("", ""));

        var told = SentTo(login).Select(static one => (string?)one["contactDetails"]!["introducingBroker1"] + "/" + (string?)one["contactDetails"]!["introducingBroker2"]).ToList();
        told.Where((text, i) => i == 0 || told[i - 1] != text).ShouldBe(["IB-B1/IB-A1", "IB-A1/", "IB-B1/IB-A1", "IB-B1/", "/"], "sending one twice is harmless");
    }

    [Fact] // INV-3
    public async Task A_move_with_a_date_is_told_on_that_date()
    {
        var broker = await NewBrokerAsync(introducers: true);
        var (ann, bob) = (await NewPartnerAsync(broker, "IB-A2"), await NewPartnerAsync(broker, "IB-B2"));
        var (user, login) = await NewTraderAsync(broker);
        await AssignAsync(broker, user, bob);
        await host.UntilAsync(() => LastOf(login) == ("IB-B2", ""));

        await MoveAsync(broker, bob, ann, host.Time.GetUtcNow().AddHours(2));
        await TellAsync(broker, user);
        LastOf(login).ShouldBe(("IB-B2", ""));
        host.Time.Advance(TimeSpan.FromHours(2));

        await host.UntilAsync(() => LastOf(login) == ("IB-B2", "IB-A2"));
    }

    [Fact] // INV-3: nobody knows whether a write arrived whose answer was lost, so what holds is sent again even when it is what was confirmed before
    public async Task A_lost_answer_is_settled_by_sending_what_holds()
    {
        var broker = await NewBrokerAsync(introducers: true);
        var (ann, bob) = (await NewPartnerAsync(broker, "IB-A3"), await NewPartnerAsync(broker, "IB-B3"));
        var (user, login) = await NewTraderAsync(broker, faults: [Answer(), Faults.ResetAfter]);
        await AssignAsync(broker, user, ann);
        await host.UntilAsync(() => LastOf(login) == ("IB-A3", ""));
        await AssignAsync(broker, user, bob);
        await host.UntilAsync(() => LastOf(login) == ("IB-B3", ""));
        await AssignAsync(broker, user, ann);

        await host.UntilAsync(() => SentTo(login).Count >= 3 && LastOf(login) == ("IB-A3", ""));
    }

    [Fact] // INV-3
    public async Task An_account_that_the_platform_refuses_keeps_the_others_from_nothing()
    {
        var broker = await NewBrokerAsync(introducers: true);
        var ann = await NewPartnerAsync(broker, "IB-A5");
        var (user, refused) = await NewTraderAsync(broker, faults: [Faults.Refuse(404, "TRADER_NOT_FOUND")]);
        var second = await NewAccountAsync(broker, user);

        await AssignAsync(broker, user, ann);

        await host.UntilAsync(() => LastOf(second) == ("IB-A5", ""));
        SentTo(refused).Count.ShouldBe(1);
    }

    [Fact] // INV-5
    public async Task It_is_switched_by_itself_and_all_traders_are_gone_through_when_it_is_switched_on()
    {
        var broker = await NewBrokerAsync(introducers: false);
        var ann = await NewPartnerAsync(broker, "IB-A4");
        var (user, login) = await NewTraderAsync(broker);
        await AssignAsync(broker, user, ann);
        await TellAsync(broker, user);
        SentTo(login).ShouldBeEmpty();

        var configuration = _configurations[broker.Id];
        var one = configuration.Brokers[0];
        await host.ApplyAsync(configuration with { Brokers = [one with { Settings = one.Settings with { Partners = one.Settings.Partners with { IntroducingBrokers = true } } }] });
        await host.Services.GetRequiredService<PartnerSweep>().RunOnceAsync(None);
        await host.UntilAsync(async () => await IsConfirmedAsync(broker, user));
        LastOf(login).ShouldBe(("IB-A4", ""));

        await host.Services.GetRequiredService<PartnerSweep>().RunOnceAsync(None);
        await TellAsync(broker, user);
        SentTo(login).Count.ShouldBe(1);
    }

    private readonly Dictionary<long, Broker.Configuration.CrmConfiguration> _configurations = [];

    private static Fault Answer() => Faults.Answer(204, null);

    private static string CallOf(long login) => string.Create(CultureInfo.InvariantCulture, $"PATCH /v2/webserv/traders/{login}");

    private async Task<BrokerEntity> NewBrokerAsync(bool introducers)
    {
        var crm = await host.NewCrmAtPlatformAsync(change: settings => settings with { Partners = new() { PullInterval = TimeSpan.Zero, IntroducingBrokers = introducers } });
        var configuration = crm.Configuration with { Brokers = [crm.Configuration.Brokers[0] with { ManagerPassword = FakePlatform.Password }] };
        await host.ApplyAsync(configuration);
        _configurations[crm.Broker().Id] = configuration;
        return crm.Broker();
    }

    private async Task<long> NewUserAsync(BrokerEntity broker)
    {
        var email = $"{Guid.NewGuid():N}@example.test";
        var user = new BrokerUser { BrokerId = broker.Id, Email = email, NormalizedEmail = UserStore.Normalize(email), SecurityStamp = "x", ConcurrencyStamp = "x", CreatedAt = host.Time.GetUtcNow() };
        (await host.Services.GetRequiredService<UserStore>().TryAddAsync(user, None)).ShouldBeTrue();
        return user.Id;
    }

    private async Task<(long User, long Login)> NewTraderAsync(BrokerEntity broker, params Fault[] faults)
    {
        var user = await NewUserAsync(broker);
        return (user, await NewAccountAsync(broker, user, faults));
    }

    private async Task<long> NewAccountAsync(BrokerEntity broker, long user, params Fault[] faults)
    {
        var login = Interlocked.Increment(ref _logins);
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                "insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at) values (@brokerId, @user, @login, 'live', 'EUR', @now)",
                new { brokerId = broker.Id, user, login, now = host.Time.GetUtcNow() }),
            None);
        host.Platform.Next(CallOf(login), [.. faults, .. Enumerable.Repeat(Answer(), 20)]);
        return login;
    }

    private async Task<long> NewPartnerAsync(BrokerEntity broker, string identifier) => (await host.Services.GetRequiredService<PartnerService>().RegisterAsync(
        broker, new(await NewUserAsync(broker), identifier) { Identifier = identifier, IsDecided = true, By = "eve" }, also: null, None)).ShouldBeOfType<PartnerOutcome.Done>().Partner.Id;

    private async Task MoveAsync(BrokerEntity broker, long partner, long? parent, DateTimeOffset from) =>
        (await host.Services.GetRequiredService<PartnerService>().MoveAsync(Current(broker), partner, parent, from, "eve", "asked", also: null, None)).ShouldBeOfType<PartnerOutcome.Done>();

    private async Task AssignAsync(BrokerEntity broker, long user, long? partner) =>
        (await host.Services.GetRequiredService<AttributionService>().AssignAsync(Current(broker), user, partner, "eve", "asked", also: null, None)).ShouldBeTrue();

    private BrokerEntity Current(BrokerEntity broker) => host.Services.GetRequiredService<BrokerDirectory>().Current.FindBroker(broker.Id)!;

    /// <summary>Does the job as a worker would.</summary>
    private Task TellAsync(BrokerEntity broker, long user) => host.Services.GetServices<IJobHandler>().OfType<IntroducerHandler>().Single()
        .HandleAsync(new Job { Queue = IntroducerJobs.Queue, Payload = string.Create(CultureInfo.InvariantCulture, $"{broker.Id} {user}") }, None);

    /// <summary>Whether the platform's answers about a trader's accounts are written down.</summary>
    private async Task<bool> IsConfirmedAsync(BrokerEntity broker, long user) =>
        (await host.Services.GetRequiredService<IntroducerStore>().ListAccountsAsync(broker.Id, user, None)).All(static account => account.Confirmed == true);

    private IReadOnlyList<JsonNode> SentTo(long login) => [.. host.Platform.Seen.Where(seen => seen.Call == CallOf(login)).Select(static seen => JsonNode.Parse(seen.Body)!)];

    private (string?, string?) LastOf(long login) => SentTo(login) is [.., var last]
        ? ((string?)last["contactDetails"]!["introducingBroker1"], (string?)last["contactDetails"]!["introducingBroker2"])
        : (null, null);
}

using System.Text.Json.Nodes;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Console.Partners;
using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Transfers;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>What the desk reads, what partners agree to, transfers and the events of the CRM, on SQLite.</summary>
public sealed class SqlitePartnerDeskTests(SqliteBrokerHost host) : PartnerDeskTests(host), IClassFixture<SqliteBrokerHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresPartnerDeskTests(PostgresBrokerHost host) : PartnerDeskTests(host), IClassFixture<PostgresBrokerHost>;

public abstract class PartnerDeskTests(BrokerHost host)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // INV-2, BID-44
    public async Task Partners_are_found_by_name_identifier_address_and_number_and_read_page_by_page()
    {
        var world = await PartnerDeskWorld.OpenAsync(host);
        var (ann, bob) = (await world.NewPartnerAsync("Ann Müller", email: "ann@partners.test"), await world.NewPartnerAsync("Bob 100%", ctraderUserId: 88_001_234));
        var cid = await world.NewPartnerAsync("Cid", isDecided: false);

        (await FindAsync(new() { Search = "müll" })).ShouldBe([ann.Id]);
        (await FindAsync(new() { Search = "100%" })).ShouldBe([bob.Id], "a percent sign is no pattern");
        (await FindAsync(new() { Search = ann.Identifier[..6].ToLowerInvariant() })).ShouldBe([ann.Id]);
        (await FindAsync(new() { Search = "Ann@partners" })).ShouldBe([ann.Id]);
        (await FindAsync(new() { Search = "88001234" })).ShouldBe([bob.Id]);
        (await FindAsync(new() { Status = PartnerStatus.Pending })).ShouldBe([cid.Id]);
        (await FindAsync(new())).ShouldBe([cid.Id, bob.Id, ann.Id]);
        (await FindAsync(new() { Before = cid.Id }, limit: 1)).ShouldBe([bob.Id]);

        async Task<IEnumerable<long>> FindAsync(PartnerFilter filter, int limit = 50) =>
            (await world.Get<PartnerDeskStore>().ListAsync([world.Broker.Id], filter, limit, None)).Select(static one => one.Id);
    }

    [Fact] // INV-3
    public async Task The_tree_around_a_partner_is_read_as_of_any_time()
    {
        var world = await PartnerDeskWorld.OpenAsync(host);
        var ann = await world.NewPartnerAsync("Ann");
        var bob = await world.NewPartnerAsync("Bob", ann.Id);
        var cid = await world.NewPartnerAsync("Cid", bob.Id);
        var before = host.Time.GetUtcNow();
        host.Time.Advance(TimeSpan.FromDays(1));
        var from = host.Time.GetUtcNow().AddDays(1);
        (await world.Get<PartnerService>().MoveAsync(world.Broker, cid.Id, ann.Id, from, "eve", "asked", also: null, None)).ShouldBeOfType<PartnerOutcome.Done>();

        (await AboveAsync(cid, before)).ShouldBe(["Bob", "Ann"]);
        (await AboveAsync(cid, from.AddMilliseconds(-1))).ShouldBe(["Bob", "Ann"]);
        (await AboveAsync(cid, from)).ShouldBe(["Ann"]);
        (await BelowAsync(ann, before)).ShouldBe(["Bob"]);
        (await BelowAsync(ann, from)).ShouldBe(["Cid", "Bob"]);
        (await BelowAsync(bob, from)).ShouldBeEmpty();
        (await world.Get<PartnerLineStore>().ListBelowAsync(world.Broker.Id, ann.Id, from, cid.Id, 1, withRejected: true, None)).ShouldHaveSingleItem().Name.ShouldBe("Bob");
        (await world.Get<PartnerLineStore>().ListMovesAsync(world.Broker.Id, cid.Id, 10, None)).Select(static move => (move.ParentName, move.Reason)).ShouldBe([("Ann", "asked"), ("Bob", null)]);

        async Task<IEnumerable<string>> AboveAsync(Partner partner, DateTimeOffset at) => (await world.Get<PartnerLineStore>().ListAboveAsync(world.Broker.Id, partner.Id, at, None)).Select(static one => one.Name);

        async Task<IEnumerable<string>> BelowAsync(Partner partner, DateTimeOffset at) =>
            (await world.Get<PartnerLineStore>().ListBelowAsync(world.Broker.Id, partner.Id, at, long.MaxValue, 10, withRejected: true, None)).Select(static one => one.Name);
    }

    [Fact] // INV-6
    public async Task All_traders_of_a_partner_go_to_another_once_each_with_a_line_in_the_ledger()
    {
        var world = await PartnerDeskWorld.OpenAsync(host);
        var (ann, bob) = (await world.NewPartnerAsync("Ann"), await world.NewPartnerAsync("Bob"));
        for (var i = 0; i < 130; i++) // more than one batch
        {
            await world.NewUserAsync(ann.Identifier);
        }

        await world.SweepAsync();
        var service = world.Get<TransferService>();
        (await service.BeginAsync(world.Broker, new(ann.Id, ann.Id, null, "eve", "gone"), also: null, None)).ShouldBeOfType<TransferOutcome.SamePartner>();
        (await service.BeginAsync(world.Broker, new(bob.Id, ann.Id, null, "eve", "gone"), also: null, None)).ShouldBeOfType<TransferOutcome.NoTraders>();
        (await service.BeginAsync(world.Broker, new(ann.Id, 999_999_999, null, "eve", "gone"), also: null, None)).ShouldBeOfType<TransferOutcome.NotFound>();

        var begun = (await service.BeginAsync(world.Broker, new(ann.Id, bob.Id, null, "eve", "gone"), also: null, None)).ShouldBeOfType<TransferOutcome.Begun>().Transfer;
        begun.Total.ShouldBe(130);
        var done = await EndAsync(world, begun);

        (done.Moved, done.Skipped).ShouldBe((130, 0));
        (await world.Get<AttributionService>().CountAsync(world.Broker.Id, ann.Id, None)).ShouldBe(0);
        var moved = await world.Get<AttributionService>().ListAsync(world.Broker.Id, bob.Id, long.MaxValue, 200, None);
        moved.Count.ShouldBe(130);
        moved.ShouldAllBe(static trader => trader.Source == AttributionSource.Transfer);
        (await world.ListEventsAsync()).Count(static type => type == "trader.reattributed").ShouldBe(130);
        var steps = (await world.Get<AttributionStore>().ExplainAsync(world.Broker.Id, moved[0].UserId, DateTimeOffset.MaxValue, None)).Steps;
        steps.Count.ShouldBe(3);
    }

    [Fact] // INV-6
    public async Task Chosen_traders_go_unless_they_left_before_and_a_partner_who_is_not_active_gets_none()
    {
        var world = await PartnerDeskWorld.OpenAsync(host);
        var (ann, bob) = (await world.NewPartnerAsync("Ann"), await world.NewPartnerAsync("Bob"));
        var (first, second, third) = (await world.NewTraderOfAsync(ann), await world.NewTraderOfAsync(ann), await world.NewTraderOfAsync(ann));
        var stranger = await world.NewTraderOfAsync(bob);

        var begun = (await world.Get<TransferService>().BeginAsync(world.Broker, new(ann.Id, bob.Id, [first.Id, second.Id, second.Id, stranger.Id], "eve", "gone"), also: null, None))
            .ShouldBeOfType<TransferOutcome.Begun>().Transfer;
        begun.Total.ShouldBe(2);
        await EndAsync(world, begun);

        (await world.ExplainAsync(first)).PartnerId.ShouldBe(bob.Id);
        (await world.ExplainAsync(third)).PartnerId.ShouldBe(ann.Id);
        (await world.ExplainAsync(stranger)).Steps.Count.ShouldBe(2, "nothing was written about whom it is not about");
        await world.Get<PartnerService>().DecideAsync(world.Broker, bob.Id, PartnerStatus.Suspended, "eve", "fraud", also: null, None);
        (await world.Get<TransferService>().BeginAsync(world.Broker, new(ann.Id, bob.Id, null, "eve", "gone"), also: null, None)).ShouldBeOfType<TransferOutcome.NotActive>();
    }

    [Fact] // INV-1, INV-6
    public async Task The_crm_is_told_each_change_of_a_partner_and_of_whose_a_trader_is_once()
    {
        var world = await PartnerDeskWorld.OpenAsync(host);
        var ann = await world.NewPartnerAsync("Ann");
        var bob = await world.NewPartnerAsync("Bob", isDecided: false);
        var service = world.Get<PartnerService>();
        await service.DecideAsync(world.Broker, bob.Id, PartnerStatus.Rejected, "eve", "unknown", also: null, None);
        await service.DecideAsync(world.Broker, bob.Id, PartnerStatus.Active, "eve", "known after all", also: null, None);
        await service.MoveAsync(world.Broker, bob.Id, ann.Id, host.Time.GetUtcNow(), "eve", "asked", also: null, None);
        await service.MoveAsync(world.Broker, ann.Id, bob.Id, host.Time.GetUtcNow(), "eve", "a circle", also: null, None);
        var trader = await world.NewTraderOfAsync(ann);
        await world.SweepAsync();
        await world.Get<AttributionService>().AssignAsync(world.Broker, trader.Id, bob.Id, "eve", "asked", also: null, None);
        await world.Get<AttributionService>().AssignAsync(world.Broker, trader.Id, bob.Id, "eve", "said again", also: null, None);
        await world.Get<AttributionService>().AssignAsync(world.Broker, trader.Id, null, "eve", "nobody's", also: null, None);
        await service.DecideAsync(world.Broker, bob.Id, PartnerStatus.Suspended, "eve", "fraud", also: null, None);
        await service.DecideAsync(world.Broker, bob.Id, PartnerStatus.Suspended, "eve", "again", also: null, None);
        await service.DecideAsync(world.Broker, bob.Id, PartnerStatus.Active, "eve", "settled", also: null, None);

        (await world.ListEventsAsync()).ShouldBe(
        [
            "partner.registered", "partner.registered", "partner.rejected", "partner.approved", "partner.moved", "trader.attributed", "trader.reattributed", "trader.released",
            "partner.suspended", "partner.resumed",
        ]);
        var moved = JsonNode.Parse((await world.ListBodiesAsync("partner.moved")).ShouldHaveSingleItem())!;
        ((string)moved["brokerName"]!, (long)moved["data"]!["parentId"]!, (string)moved["data"]!["partnerId"]!).ShouldBe((world.Broker.Name.Value, ann.Id, bob.Identifier));
        var reattributed = JsonNode.Parse((await world.ListBodiesAsync("trader.reattributed")).ShouldHaveSingleItem())!["data"]!;
        ((long)reattributed["traderId"]!, (string)reattributed["partner"]!["partnerId"]!, (string)reattributed["before"]!["name"]!, (string)reattributed["source"]!)
            .ShouldBe((trader.Id, bob.Identifier, "Ann", "staff"));
    }

    [Fact]
    public async Task Partners_agree_to_their_own_agreements_in_their_language_once_for_each_version()
    {
        var world = await PartnerDeskWorld.OpenAsync(host, settings => settings with
        {
            Agreements =
            [
                new()
                {
                    Id = "partner", Title = new Dictionary<string, string> { ["en"] = "Partner agreement", ["de"] = "Partnervertrag" },
                    Versions =
                    [
                        new("1", new("https://broker.example.com/partner-1")),
                        new("2", new("https://broker.example.com/partner-2")) { ValidFrom = host.Time.GetUtcNow().AddDays(1), Urls = new Dictionary<string, Uri> { ["de"] = new("https://broker.example.com/de/partner-2") } },
                    ],
                },
            ],
        });
        var user = await world.NewUserAsync();
        var agreements = world.Get<PartnerAgreements>();

        var missing = (await agreements.FindMissingAsync(world.Broker, user.Id, "de", None)).ShouldHaveSingleItem();
        (missing.Title, missing.Version, missing.IsNewVersion).ShouldBe(("Partnervertrag", "1", false));
        await agreements.AcceptAsync(world.Broker.Id, user.Id, [missing], None);
        await agreements.AcceptAsync(world.Broker.Id, user.Id, [missing], None);
        (await agreements.FindMissingAsync(world.Broker, user.Id, "de", None)).ShouldBeEmpty();
        host.Time.Advance(TimeSpan.FromDays(1));

        missing = (await agreements.FindMissingAsync(world.Broker, user.Id, "de", None)).ShouldHaveSingleItem();
        (missing.Version, missing.IsNewVersion, missing.Url.AbsolutePath).ShouldBe(("2", true, "/de/partner-2"));
        (await agreements.ListAsync(world.Broker.Id, user.Id, None)).ShouldHaveSingleItem().Version.ShouldBe("1");
        (await world.Get<AgreementStore>().ListAsync(world.Broker.Id, user.Id, None)).ShouldBeEmpty("the platform is told of consents of traders, not of these");
    }

    private async Task<PartnerTransfer> EndAsync(PartnerDeskWorld world, PartnerTransfer transfer)
    {
        PartnerTransfer? now = null;
        await host.UntilAsync(async () => (now = await world.Get<TransferStore>().FindAsync(world.Broker.Id, transfer.Id, None)) is { EndedAt: not null });
        return now!;
    }
}

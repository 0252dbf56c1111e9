using Drawbridge.Broker.Ribbons;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Balances;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Ribbons;

/// <summary>Campaigns that ask for what is on an account, or where a trader lives.</summary>
public abstract class RibbonBalanceTests(RibbonHost host)
{
    private static readonly TimeSpan Interval = new RibbonOptions().BalanceInterval;

    private BalanceStore Balances => host.Services.GetRequiredService<BalanceStore>();

    [Fact] // WS-33, WS-56
    public async Task A_balance_that_changes_changes_who_sees_a_campaign()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var (first, second, same) = (await NewTraderAsync(crm, 100_000), await NewTraderAsync(crm, 99_999), await NewTraderAsync(crm, 200_000));
        var campaign = await host.StartCampaignAsync(crm, RibbonHost.NewContent("Thank you", Least(1000m)));
        await host.UntilShownAsync(first.User, "Thank you");
        await host.UntilShownAsync(same.User, "Thank you");
        await UntilReadAsync(crm, host.Time.GetUtcNow());
        host.ShownTo(second.User).ShouldBeNull("a cent is missing");
        var (unchangedAt, looked) = (await BalanceAtAsync(same.Login), await LookedAtAsync(crm));

        host.Platform.SetBalance(first.Login, 0);
        host.Platform.SetBalance(second.Login, 100_000);
        host.Time.Advance(Interval);
        await host.UntilShownAsync(second.User, "Thank you");
        await host.UntilShownAsync(first.User);

        (await BalanceAtAsync(same.Login)).ShouldBe(unchangedAt, "what did not change is not written");
        (await LookedAtAsync(crm)).ShouldBe(looked, "nobody else is planned again");

        await host.DoAsync(crm, campaign.Id, CampaignAct.End);
        host.Time.Advance(Interval);
        await host.UntilAsync(async () => await host.Database.ReadAsync(
            session => session.GetAsync<long>("select count(*) from jobs where queue = 'account-balances' and dedupe_key = @key", new { key = $"{crm.Broker().Id}" }), CancellationToken.None) == 0);
    }

    [Fact]
    public async Task A_platform_that_does_not_tell_only_delays()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var trader = await NewTraderAsync(crm, 100_000);
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("Much", Least(1000m)));
        await host.UntilShownAsync(trader.User, "Much");
        await UntilReadAsync(crm, host.Time.GetUtcNow());
        host.Platform.SetBalance(trader.Login, 1);

        host.Platform.Next("list", Faults.Refuse(403, "NOT_ENOUGH_RIGHTS"));
        host.Time.Advance(Interval);
        await host.UntilAsync(async () => (await Balances.FindAsync(crm.Broker().Id, CancellationToken.None))!.Fault == "The platform answered 403 NOT_ENOUGH_RIGHTS.");
        await host.PlanAsync();
        host.ShownTo(trader.User).ShouldBe(["Much"], "it goes by what was read before");

        host.Time.Advance(Interval);
        await host.UntilShownAsync(trader.User);
        await UntilReadAsync(crm, host.Time.GetUtcNow());
    }

    [Fact]
    public async Task Both_bounds_count_to_the_last_digit_and_what_was_never_read_meets_neither()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var (fine, coarse, unread) = (await NewTraderAsync(crm, 0), await NewTraderAsync(crm, 0), await NewTraderAsync(crm, 0));
        await SetBalanceAsync(fine.Login, 12_345_678_912_345_678, 8); // 123,456,789.12345678
        await SetBalanceAsync(coarse.Login, 123_456_789, 0);

        (await CountAsync(new() { BalanceAtLeast = 123_456_789.12345678m })).ShouldBe(1);
        (await CountAsync(new() { BalanceAtLeast = 123_456_789.12345679m })).ShouldBe(0);
        (await CountAsync(new() { BalanceAtMost = 123_456_789.12345678m })).ShouldBe(2);
        (await CountAsync(new() { BalanceAtMost = 123_456_789.12345677m })).ShouldBe(1);
        (await CountAsync(new() { BalanceAtLeast = 123_456_789m, BalanceAtMost = 123_456_789m })).ShouldBe(1);
        (await CountAsync(new() { BalanceAtLeast = 0, BalanceAtMost = 1_000_000_000_000m })).ShouldBe(2, "the third was never read");
        (await CountAsync(new() { BalanceAtLeast = 1_000_000_000_000m })).ShouldBe(0);
        (await CountAsync(new() { Currencies = ["USD"], BalanceAtLeast = 0 })).ShouldBe(0, "of another currency");

        var content = RibbonHost.NewContent("Much", new() { Accounts = new() { Currencies = ["EUR"], BalanceAtLeast = 5.5m } });
        (await host.Audiences.ExplainAsync(crm.Broker(), 0, content, await host.UserIdAsync(crm, unread.User), CancellationToken.None))
            .Where(static reason => reason.Text.Contains("account", StringComparison.Ordinal)).Select(static reason => (reason.Text, reason.Holds))
            .ShouldBe([("Has an account of this kind", true), ("One such account has a balance of at least 5.5 EUR, as read last", false)]);

        Task<long> CountAsync(AccountFilter filter) => host.Audiences.CountAsync(
            crm.Broker(), 0, RibbonHost.NewContent("x", new() { Accounts = filter.Currencies.Count > 0 ? filter : filter with { Currencies = ["EUR"] } }), CancellationToken.None);
    }

    [Fact]
    public async Task Who_moves_sees_the_ribbons_of_the_other_country()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        var id = await host.UserIdAsync(crm, user);
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("Grüezi", new() { Countries = ["CH", "LI"] }));
        await host.PlanAsync();
        host.ShownTo(user).ShouldBeNull();

        (await SetCountryAsync("LI")).ShouldBeTrue();
        await host.UntilShownAsync(user, "Grüezi");
        (await SetCountryAsync("LI")).ShouldBeFalse("it is so already");
        (await SetCountryAsync(null)).ShouldBeTrue();
        await host.UntilShownAsync(user);

        Task<bool> SetCountryAsync(string? country) => host.Database.WriteAsync(session => UserStore.TrySetCountryAsync(session, crm.Broker().Id, id, country), CancellationToken.None);
    }

    private static RibbonAudience Least(decimal amount) => new() { Accounts = new() { Currencies = ["EUR"], BalanceAtLeast = amount } };

    private async Task<(long User, long Login)> NewTraderAsync(TestCrm crm, long balance)
    {
        var user = await crm.NewUserAsync();
        var login = host.Platform.NewAccount(crm.Broker().Name.Value);
        host.Platform.SetBalance(login, balance);
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                select broker_id, id, @login, 'live', 'EUR', 0 from users where broker_id = @Id and ctrader_user_id = @user
                """,
                new { crm.Broker().Id, user, login }),
            CancellationToken.None);
        return (user, login);
    }

    private Task<int> SetBalanceAsync(long login, long balance, int digits) => host.Database.WriteAsync(
        session => session.ExecuteAsync("update accounts set balance = @balance, balance_digits = @digits where trader_login = @login", new { login, balance, digits }), CancellationToken.None);

    private Task<DateTimeOffset?> BalanceAtAsync(long login) => host.Database.ReadAsync(
        session => session.FindAsync<DateTimeOffset?>("select balance_at from accounts where trader_login = @login", new { login }), CancellationToken.None);

    private async Task<long> LookedAtAsync(TestCrm crm) => (await host.Progress.FindPassAsync(crm.Broker().Id, CancellationToken.None))!.LookedAt;

    private Task UntilReadAsync(TestCrm crm, DateTimeOffset at) => host.UntilAsync(async () => await Balances.FindAsync(crm.Broker().Id, CancellationToken.None) is { Fault: null, ReadAt: { } readAt } && readAt >= at);

    public sealed class OnSqlite(SqliteRibbonHost host) : RibbonBalanceTests(host), IClassFixture<SqliteRibbonHost>;

    public sealed class OnPostgres(PostgresRibbonHost host) : RibbonBalanceTests(host), IClassFixture<PostgresRibbonHost>;
}

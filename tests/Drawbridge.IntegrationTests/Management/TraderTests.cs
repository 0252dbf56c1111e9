using System.Net;
using System.Text.Json;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Traders;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Passkeys;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Management;

/// <summary>The access of traders in the hands of the CRM.</summary>
public sealed class TraderTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_or_all_at_once()
    {
        var (crm, user, browser, device) = await NewPersonAsync();
        using var _ = browser;
        using var __ = device;
        using var second = await LogInAsync(crm, user);
        var token = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value))).Text("accessToken");

        var detail = (await AskAsync(crm, HttpMethod.Get, $"{user.Id}")).Json;
        detail["sessions"]!.AsArray().Select(static one => (string)one!["kind"]!).ShouldBe(["browser", "browser", "application"]);
        ((int)detail["secondFactor"]!["passkeys"]!).ShouldBe(1);
        detail["secondFactor"]!.AsObject().ContainsKey("enabledAt").ShouldBeFalse();
        var application = (string)detail["sessions"]![2]!["id"]!;
        (await AskAsync(crm, HttpMethod.Delete, $"{user.Id}/sessions/{application}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await crm.ValidateAsync(token)).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND"); // P2B-AT-6
        (await AskAsync(crm, HttpMethod.Delete, $"{user.Id}/sessions/{application}")).ShouldBeRefused(404, "NOT_FOUND");
        (await AskAsync(crm, HttpMethod.Delete, $"{user.Id}/sessions/nothing")).ShouldBeRefused(404, "NOT_FOUND");
        (await second.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");

        (await AskAsync(crm, HttpMethod.Delete, $"{user.Id}/sessions")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        (await second.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        host.PlatformLogouts.UserIds.ShouldContain(user.Id, "by call 3.12");
        (await ListAuditAsync(crm)).Select(static entry => entry.Act).ShouldBe(["trader.end-all", "trader.end-session"]);
    }

    [Fact]
    public async Task A_lost_second_factor_is_taken_away_and_its_owner_told()
    {
        var (crm, user, browser, device) = await NewPersonAsync();
        using var _ = browser;
        using var __ = device;

        (await AskAsync(crm, HttpMethod.Post, $"{user.Id}/reset-second-factor", new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await AskAsync(crm, HttpMethod.Post, $"{user.Id}/reset-second-factor", new { reason = "x\u0000y" })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await AskAsync(crm, HttpMethod.Post, $"{user.Id}/reset-second-factor", new { reason = "Phone stolen", by = "ada" })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await AskAsync(crm, HttpMethod.Post, $"{user.Id}/reset-second-factor", new { reason = "Phone stolen" })).ShouldBeRefused(409, "INVALID_REQUEST");

        await host.MailToAsync(user.Email, "Two-step verification at Test Broker was reset");
        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        using var after = PasskeyVisit.NewBrowser(host);
        (await after.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 422);
        (await after.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");
        var entry = (await ListAuditAsync(crm)).ShouldHaveSingleItem();
        (entry.Act, entry.Actor, entry.Reason, entry.Detail).ShouldBe(("trader.reset-factor", "ada (management API)", "Phone stolen", user.Email));
    }

    [Fact]
    public async Task A_block_ends_everything_and_nothing_logs_in_until_it_is_lifted()
    {
        var (crm, user, browser, device) = await NewPersonAsync();
        using var _ = browser;
        using var __ = device;
        var token = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value))).Text("accessToken");
        var unused = await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value);

        (await AskAsync(crm, HttpMethod.Post, $"{user.Id}/block", new { reason = "Fraud" })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await AskAsync(crm, HttpMethod.Post, $"{user.Id}/block", new { reason = "Fraud" })).ShouldBeRefused(409, "INVALID_REQUEST");

        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
        (await crm.ValidateAsync(token)).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await crm.ExchangeAsync(unused)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await crm.GenerateAsync(user.CtraderUserId!.Value)).ShouldBeRefused(404, "USER_NOT_FOUND");
        host.PlatformLogouts.UserIds.ShouldContain(user.Id);
        using var again = PasskeyVisit.NewBrowser(host);
        (await again.LogInToClientAreaAsync(crm, user.Email)).ShouldShow("login", 403);
        (await again.LogInWithPasskeyAsync(crm, device)).ShouldShow("login", 403);

        (await AskAsync(crm, HttpMethod.Post, $"{user.Id}/unblock", new { reason = "A mistake" })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await again.LogInWithPasskeyAsync(crm, device)).ShouldLeadTo("/client?");
    }

    [Fact] // BID-44
    public async Task Another_CRM_sees_and_changes_nothing()
    {
        var (crm, user, browser, device) = await NewPersonAsync();
        using var _ = browser;
        using var __ = device;
        var other = await host.NewCrmAsync();

        (await AskAsync(other, HttpMethod.Get, $"{user.Id}")).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await AskAsync(other, HttpMethod.Delete, $"{user.Id}/sessions")).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await AskAsync(other, HttpMethod.Post, $"{user.Id}/block", new { reason = "Mine" })).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await AskAsync(other, HttpMethod.Get, "?search=" + user.Email)).Json["traders"]!.AsArray().ShouldBeEmpty();
        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");
        (await host.SendAsync($"/api/v1/traders/{user.Id}/block", "{}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_country_of_residence_is_set_and_forgotten_and_that_is_written_down()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);

        (await AskAsync(crm, HttpMethod.Put, $"{user.Id}/country", new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await AskAsync(crm, HttpMethod.Put, $"{user.Id}/country", new { country = "Germany" })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await AskAsync(crm, HttpMethod.Put, $"{user.Id}/country", new { country = "DE", by = "x\ny" })).ShouldBeRefused(400, "INVALID_REQUEST");
        for (var i = 0; i < 2; i++)
        {
            (await AskAsync(crm, HttpMethod.Put, $"{user.Id}/country", new { country = "DE", by = "ada" })).Status.ShouldBe(HttpStatusCode.NoContent);
        }

        ((string)(await AskAsync(crm, HttpMethod.Get, $"{user.Id}")).Json["trader"]!["country"]!).ShouldBe("DE");
        (await AskAsync(crm, HttpMethod.Delete, $"{user.Id}/country")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await AskAsync(crm, HttpMethod.Get, $"{user.Id}")).Json["trader"]!.AsObject().ContainsKey("country").ShouldBeFalse();
        (await AskAsync(await host.NewCrmAsync(), HttpMethod.Put, $"{user.Id}/country", new { country = "DE" })).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await ListAuditAsync(crm)).Select(static entry => (entry.Act, entry.Actor, entry.Detail)).ShouldBe(
            [("trader.country", "management API", "none"), ("trader.country", "ada (management API)", "DE")], "what was so already is no act");
    }

    private async Task<(TestCrm Crm, BrokerUser User, Browser Browser, SoftwareAuthenticator Device)> NewPersonAsync()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        var browser = await LogInAsync(crm, user);
        var device = new SoftwareAuthenticator();
        await browser.AddPasskeyAsync(crm, device);
        return (crm, user, browser, device);
    }

    private async Task<Browser> LogInAsync(TestCrm crm, BrokerUser user)
    {
        var browser = PasskeyVisit.NewBrowser(host);
        (await browser.LogInToClientAreaAsync(crm, user.Email)).ShouldLeadTo("/client?");
        return browser;
    }

    private Task<IReadOnlyList<AuditEntry>> ListAuditAsync(TestCrm crm) => host.Services.GetRequiredService<AuditStore>().ListAsync(
        new(crm.Broker().Crm.Id), new(null, null, null, null, null, long.MaxValue, 200), CancellationToken.None);

    private async Task<Answer> AskAsync(TestCrm crm, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/traders{(path.StartsWith('?') ? "" : "/")}{path}");
        request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        }

        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}

public sealed class TraderSearchOnSqlite(SqliteBrokerHost host) : TraderSearchTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class TraderSearchOnPostgres(PostgresBrokerHost host) : TraderSearchTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>The SQL of finding and blocking on both engines.</summary>
public abstract class TraderSearchTests(BrokerHost host)
{
    [Fact]
    public async Task Traders_are_found_by_address_name_account_and_number()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var (one, other) = (await crm.NewUserAsync(), await crm.NewUserAsync(broker: 1));
        await host.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("update users set first_name = 'Marlene', last_name = 'O_Konkwo' where ctrader_user_id = @one", new { one });
                await session.ExecuteAsync(
                    """
                    insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                    select broker_id, id, @login, 'live', 'EUR', 0 from users where ctrader_user_id = @one
                    """,
                    new { one, login = one + 7_000_000_000 });
            },
            TestContext.Current.CancellationToken);

        foreach (var (search, found) in new[]
        {
            ($"user{one}@", one), ($"USER{one}@EXAMPLE", one), ("marl", one), ("o_k", one), ($"{one}", one), ($"{one + 7_000_000_000}", one), ($"user{other}@", other),
        })
        {
            (await FindAsync(crm, search)).ShouldBe([found], search);
        }

        foreach (var search in new[] { "oxk", "%", "_", @"\", "nobody", $"{one + 1_000_000}" })
        {
            (await FindAsync(crm, search)).ShouldBeEmpty(search);
        }

        (await FindAsync(crm, search: null)).ShouldBe([other, one]);
        (await FindAsync(await host.NewCrmAsync(), $"user{one}@")).ShouldBeEmpty();
    }

    private async Task<IEnumerable<long?>> FindAsync(TestCrm crm, string? search) =>
        (await host.Services.GetRequiredService<TraderStore>().ListAsync(
            new(crm.Broker().Crm.Id), brokerId: null, search, long.MaxValue, 50, TestContext.Current.CancellationToken)).Select(static row => row.CtraderUserId);
}

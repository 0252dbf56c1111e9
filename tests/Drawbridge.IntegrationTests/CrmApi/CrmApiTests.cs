using System.Net;
using System.Text.Json;
using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Configuration;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.CrmApi;

public sealed class CrmApiOnSqlite(SqliteBrokerHost host) : CrmApiTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class CrmApiOnPostgres(PostgresBrokerHost host) : CrmApiTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>Calls 4.2 to 4.4 on the wire, and the conformance tests 6.1.2 to 6.1.8.</summary>
public abstract class CrmApiTests(BrokerHost host)
{
    [Fact] // CONF-6.1.2-1, MOD-55, P2B-4.2-1..6, P2B-AT-1, P2B-AT-2
    public async Task An_OT_token_is_exchanged_for_the_user_and_an_access_token()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();

        var answer = await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Json["userId"]!.GetValue<long>().ShouldBe(user);
        (await crm.ValidateAsync(answer.Text("accessToken"))).Status.ShouldBe(HttpStatusCode.OK);
        answer.Json.ContainsKey("inappToken").ShouldBeFalse(); // P2B-IT-1: off by default
    }

    [Fact] // P2B-4.2-4, FLOW-KMLI-2
    public async Task Without_keep_me_logged_in_the_access_token_is_absent()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();

        var answer = await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user, keepLoggedIn: false));

        answer.Json["userId"]!.GetValue<long>().ShouldBe(user);
        answer.Json.ContainsKey("accessToken").ShouldBeFalse();
    }

    [Fact] // CONF-6.1.2-2, P2B-4.2-7, P2B-4.2-8, ERR-12, ERR-16, P2B-OT-6
    public async Task An_invalid_OT_token_is_refused()
    {
        var crm = await host.NewCrmAsync();

        (await crm.ExchangeAsync(OneTimeToken.New().Reveal())).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await crm.ExchangeAsync("16chD7xeIxc3p387Cjdcnpax2er")).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await crm.ExchangeAsync("tooshort")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
        (await crm.ExchangeAsync("has a space in it, and a comma")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
        (await crm.ExchangeAsync(new string('a', 257))).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
        (await crm.ExchangeAsync("")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
    }

    [Fact] // CONF-6.1.2-3, CONF-6.1.3-3, CONF-6.1.4-3, P2B-0-10, P2B-0-5
    public async Task A_bad_crmApiToken_is_refused_by_every_call_and_consumes_nothing()
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        var code = await crm.NewOneTimeTokenAsync(user);
        var access = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user))).Text("accessToken");
        var calls = new (string Path, object Body)[]
        {
            (CrmPaths.AuthorizeOneTime, new { code }), (CrmPaths.Authorize, new { accessToken = access }), (CrmPaths.GenerateOneTime, new { userId = user }),
        };

        foreach (var (path, body) in calls)
        {
            foreach (var bad in new[] { "", "nonsense", CrmApiToken.New().Reveal(), await other.CrmApiTokenAsync() })
            {
                (await crm.PostAsync(path, body, query: $"{crm.Names()}&crmApiToken={bad}")).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
            }

            var absent = await crm.PostAsync(path, body, query: crm.Names());
            absent.ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
            absent.Text("message").ShouldBe("Required parameter 'crmApiToken' is missing");
        }

        (await crm.ExchangeAsync(code)).Status.ShouldBe(HttpStatusCode.OK); // P2B-4.2-10: a failed exchange consumes nothing
    }

    [Fact] // CONF-6.1.3-1, P2B-4.3-1..5, P2B-4.3-7, P2B-AT-3
    public async Task An_access_token_is_valid_again_and_again()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        var access = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user))).Text("accessToken");

        for (var i = 0; i < 3; i++)
        {
            host.Time.Advance(TimeSpan.FromDays(1));
            var answer = await crm.ValidateAsync(access);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            answer.Json["userId"]!.GetValue<long>().ShouldBe(user);
        }
    }

    [Fact] // CONF-6.1.3-2, P2B-4.3-6, ERR-13, P2B-AT-7
    public async Task An_invalid_access_token_is_refused()
    {
        var crm = await host.NewCrmAsync();

        (await crm.ValidateAsync(AccessToken.New().Reveal())).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await crm.ValidateAsync("16chD7xeIxc3p387Cjdcnpax2er")).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await crm.ValidateAsync("no")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
        (await crm.PostAsync(CrmPaths.Authorize, new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
    }

    [Fact] // P2B-AT-4, ERR-15
    public async Task An_access_token_ends_after_the_lifetime_that_its_broker_chose()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { AccessTokenLifetime = TimeSpan.FromDays(30) });
        var access = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(await crm.NewUserAsync()))).Text("accessToken");

        (await crm.ValidateAsync(access)).Status.ShouldBe(HttpStatusCode.OK);
        host.Time.Advance(TimeSpan.FromDays(30));
        var again = await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false);
        (await crm.PostAsync(CrmPaths.Authorize, new { accessToken = access }, query: crm.Names() + "&crmApiToken=" + again.Text("crmApiToken")))
            .ShouldBeRefused(410, "CID_TOKEN_EXPIRED");
    }

    [Fact] // P2B-AT-4, ERR-15
    public async Task An_access_token_that_lies_idle_ends_and_one_in_use_does_not()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { AccessTokenIdleLifetime = TimeSpan.FromDays(2) });
        var user = await crm.NewUserAsync();
        var used = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user))).Text("accessToken");
        var idle = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user))).Text("accessToken");

        host.Time.Advance(TimeSpan.FromDays(1.5));
        (await crm.ValidateAsync(used)).Status.ShouldBe(HttpStatusCode.OK);
        await UntilUseIsWrittenAsync(used);
        host.Time.Advance(TimeSpan.FromDays(1.5));
        (await crm.ValidateAsync(used)).Status.ShouldBe(HttpStatusCode.OK, "it was used in between");
        (await crm.ValidateAsync(idle)).ShouldBeRefused(410, "CID_TOKEN_EXPIRED");

        host.Time.Advance(TimeSpan.FromDays(2));
        (await crm.ValidateAsync(used)).ShouldBeRefused(410, "CID_TOKEN_EXPIRED");
    }

    [Fact]
    public async Task An_idle_lifetime_that_cannot_be_kept_is_a_fault_of_the_configuration()
    {
        var crm = await host.NewCrmAsync();
        IEnumerable<string> Faults(TimeSpan? lifetime, TimeSpan idle) => BrokerConfigurationValidator.Validate(
        [
            crm.Configuration with
            {
                Brokers = [.. crm.Configuration.Brokers.Select(broker => broker with { Settings = broker.Settings with { AccessTokenLifetime = lifetime, AccessTokenIdleLifetime = idle } })],
            },
        ]);

        Faults(lifetime: null, TimeSpan.FromMinutes(59)).ShouldHaveSingleItem().ShouldContain("Settings:AccessTokenIdleLifetime: must be at least an hour");
        Faults(TimeSpan.FromDays(1), TimeSpan.FromDays(2)).ShouldHaveSingleItem().ShouldContain("Settings:AccessTokenIdleLifetime");
        Faults(TimeSpan.FromDays(2), TimeSpan.FromDays(1)).ShouldBeEmpty();
        Faults(lifetime: null, TimeSpan.FromHours(1)).ShouldBeEmpty();
    }

    [Fact] // P2B-4.3-7
    public async Task Use_of_an_access_token_is_written_down_once_an_hour_at_most()
    {
        var crm = await host.NewCrmAsync();
        var token = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(await crm.NewUserAsync()))).Text("accessToken");
        host.Time.Advance(TimeSpan.FromHours(2));
        await crm.ValidateAsync(token);
        await UntilUseIsWrittenAsync(token);
        var first = await LastUseAsync(token);

        host.Time.Advance(TimeSpan.FromMinutes(59));
        await crm.ValidateAsync(token);
        await host.Services.GetRequiredService<AccessTokenUse>().WriteAsync(TestContext.Current.CancellationToken);

        (await LastUseAsync(token)).ShouldBe(first);
    }

    [Fact] // CONF-6.1.4-1, MOD-53, P2B-4.4-1..5, P2B-OT-1, P2B-OT-8, P2B-4.2-11, DEC-15
    public async Task An_OT_token_for_an_in_app_action_can_be_exchanged_but_never_yields_an_access_token()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();

        foreach (var userId in new object[] { user, user.ToString(System.Globalization.CultureInfo.InvariantCulture) })
        {
            var token = (await crm.GenerateAsync(userId)).Text("token");
            var answer = await crm.ExchangeAsync(token);
            answer.Json["userId"]!.GetValue<long>().ShouldBe(user);
            answer.Json.ContainsKey("accessToken").ShouldBeFalse();
        }
    }

    [Fact] // CONF-6.1.4-2, P2B-4.4-6, ERR-14, P2B-0-9
    public async Task No_OT_token_is_generated_for_an_invalid_user()
    {
        var crm = await host.NewCrmAsync();

        (await crm.GenerateAsync(987_654_321)).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await crm.GenerateAsync("not a number")).ShouldBeRefused(400, "INVALID_REQUEST");
        (await crm.GenerateAsync(true)).ShouldBeRefused(400, "INVALID_REQUEST");
    }

    [Fact] // CONF-6.1.5-1, CONF-6.1.5-2, CONF-6.1.6-1, CONF-6.1.6-2, P2B-OT-4, P2B-OT-5, P2B-OT-10
    public async Task Every_OT_token_is_another_value_and_they_are_valid_side_by_side()
    {
        var crm = await host.NewCrmAsync();
        var (a, b) = (await crm.NewUserAsync(), await crm.NewUserAsync());
        var tokens = new[] { await crm.NewOneTimeTokenAsync(a), await crm.NewOneTimeTokenAsync(a), await crm.NewOneTimeTokenAsync(b) };

        tokens.Distinct().Count().ShouldBe(3);
        var users = new List<long>();
        foreach (var token in tokens)
        {
            users.Add((await crm.ExchangeAsync(token)).Json["userId"]!.GetValue<long>());
        }

        users.ShouldBe([a, a, b]);
    }

    [Fact] // CONF-6.1.7-1, CONF-6.1.7-2, P2B-OT-2, P2B-4.2-9, P2B-OT-9
    public async Task An_OT_token_lives_for_exactly_a_minute_and_is_forgotten_after_a_day()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        await crm.CrmApiTokenAsync();
        var (early, late) = (await crm.NewOneTimeTokenAsync(user), await crm.NewOneTimeTokenAsync(user));

        host.Time.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromMilliseconds(1));
        (await crm.ExchangeAsync(early)).Status.ShouldBe(HttpStatusCode.OK);
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await crm.ExchangeAsync(late)).ShouldBeRefused(410, "CID_TOKEN_EXPIRED");
        (await crm.ExchangeAsync(early)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND"); // used wins over expired

        host.Time.Advance(TimeSpan.FromHours(24));
        (await crm.ExchangeAsync(late)).ShouldBeRefused(410, "CID_TOKEN_EXPIRED");
        host.Time.Advance(TimeSpan.FromHours(2)); // the cleanup comes round once an hour
        await host.CleanUpAsync();
        (await crm.ExchangeAsync(late)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
    }

    [Fact] // CONF-6.1.8-1, CONF-6.1.8-2, P2B-0-4, SCR-15
    public async Task Plain_http_is_refused_and_https_succeeds()
    {
        var crm = await host.NewCrmAsync();
        using var plain = new HttpClient { BaseAddress = host.PlainUrl };
        foreach (var path in new[] { CrmPaths.CrmApiToken, CrmPaths.AuthorizeOneTime, CrmPaths.Authorize, CrmPaths.GenerateOneTime, "/api/v1/onetime-tokens", "/health/live" })
        {
            using var content = new StringContent(JsonSerializer.Serialize(new { password = crm.Password }));
            using var answer = await plain.PostAsync($"{path}?{crm.Names()}", content);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("crmApiToken");
        }

        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact] // P2B-OT-3, P2B-4.2-10
    public async Task Of_many_concurrent_exchanges_one_succeeds()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        await crm.CrmApiTokenAsync();
        for (var round = 0; round < 20; round++)
        {
            var token = await crm.NewOneTimeTokenAsync(user);

            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => crm.ExchangeAsync(token)));

            answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
            foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
            {
                refused.ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
            }
        }
    }

    [Fact] // P2B-OT-9, RFC 6749 4.1.2
    public async Task A_replayed_OT_token_revokes_the_access_token_of_its_first_use_and_no_other()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        var code = await crm.NewOneTimeTokenAsync(user);
        var access = (await crm.ExchangeAsync(code)).Text("accessToken");
        var other = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user))).Text("accessToken");

        (await crm.ExchangeAsync(code)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");

        (await crm.ValidateAsync(access)).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await crm.ValidateAsync(other)).Status.ShouldBe(HttpStatusCode.OK); // P2B-AT-5: devices hold different tokens
    }

    [Fact] // P2B-IT-1..6, P2B-4.2-5, P2B-4.3-4, P2B-4.4-2, P2B-4.4-7
    public async Task An_inappToken_is_demanded_where_it_was_issued_and_only_for_its_user()
    {
        var crm = await host.NewCrmAsync(settings: new() { IssueInAppTokens = true });
        var (user, other) = (await crm.NewUserAsync(), await crm.NewUserAsync());
        var first = await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user));
        var inApp = first.Text("inappToken");
        var names = crm.Names() + "&crmApiToken=" + await crm.CrmApiTokenAsync();
        Task<Answer> GenerateAsync(long userId, string? token) =>
            crm.PostAsync(CrmPaths.GenerateOneTime, new { userId }, query: names + (token is null ? "" : "&inappToken=" + token));

        (await GenerateAsync(user, inApp)).Status.ShouldBe(HttpStatusCode.OK);
        (await GenerateAsync(user, inApp)).Status.ShouldBe(HttpStatusCode.OK); // P2B-IT-6: reusable
        var second = (await crm.ValidateAsync(first.Text("accessToken"))).Text("inappToken");
        second.ShouldNotBe(inApp);
        (await GenerateAsync(user, second)).Status.ShouldBe(HttpStatusCode.OK); // side by side
        foreach (var bad in new[] { null, "", "nonsense", InAppToken.New().Reveal() })
        {
            (await GenerateAsync(user, bad)).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
        }

        (await GenerateAsync(other, inApp)).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
        (await GenerateAsync(999, inApp)).ShouldBeRefused(404, "USER_NOT_FOUND");
        await crm.RevokeAllAsync(user);
        (await GenerateAsync(user, inApp)).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
    }

    [Fact] // P2B-AT-6, P2B-AT-8, P2B-OT-11
    public async Task All_tokens_of_a_user_can_be_revoked_at_once()
    {
        var crm = await host.NewCrmAsync();
        var (user, other) = (await crm.NewUserAsync(), await crm.NewUserAsync());
        var access = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user))).Text("accessToken");
        var unused = await crm.NewOneTimeTokenAsync(user);
        var foreign = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(other))).Text("accessToken");

        await crm.RevokeAllAsync(user);

        (await crm.ValidateAsync(access)).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await crm.ExchangeAsync(unused)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await crm.ValidateAsync(foreign)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact] // P2B-0-11, ERR-11, P2B-0-8
    public async Task A_disabled_broker_has_no_permissions()
    {
        var crm = await host.NewCrmAsync();
        var user = await crm.NewUserAsync();
        var token = await crm.NewOneTimeTokenAsync(user);
        await crm.CrmApiTokenAsync();
        await host.ApplyAsync(crm.Configuration with
        {
            Brokers = [crm.Configuration.Brokers[0] with { Settings = crm.Configuration.Brokers[0].Settings with { Enabled = false } }],
        });

        (await crm.ExchangeAsync(token)).ShouldBeRefused(403, "CH_INSUFFICIENT_PERMISSIONS");
        (await crm.GenerateAsync(user)).ShouldBeRefused(403, "CH_INSUFFICIENT_PERMISSIONS");
        (await crm.PostAsync(CrmPaths.Authorize, new { })).ShouldBeRefused(403, "CH_INSUFFICIENT_PERMISSIONS"); // before required fields
        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false)).ShouldBeRefused(403, "CH_INSUFFICIENT_PERMISSIONS");
    }

    [Fact] // ERR-17
    public async Task Unknown_paths_and_wrong_methods_have_an_answer()
    {
        (await host.SendAsync("/oauth2/nothing", "{}")).ShouldBeRefused(404, "NOT_FOUND");
        using var get = await host.Http.GetAsync(CrmPaths.Authorize);
        get.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await get.Content.ReadAsStringAsync()).ShouldContain("METHOD_NOT_ALLOWED");
    }

    [Fact] // P2B-0-13, P2B-0-15
    public async Task Unknown_keys_are_ignored_and_the_content_type_does_not_matter()
    {
        var crm = await host.NewCrmAsync();
        var body = JsonSerializer.Serialize(new { password = crm.Password, unknown = new { deep = new[] { 1 } } });
        foreach (var contentType in new[] { "application/json", "text/plain", "application/xml", null })
        {
            (await host.SendAsync($"{CrmPaths.CrmApiToken}?{crm.Names()}&unknown=1", body, contentType)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    private async Task UntilUseIsWrittenAsync(string token)
    {
        await host.Services.GetRequiredService<AccessTokenUse>().WriteAsync(TestContext.Current.CancellationToken);
        await host.UntilAsync(async () => await LastUseAsync(token) is not null);
    }

    private async Task<long?> LastUseAsync(string token)
    {
        AccessToken.TryParse(token, out var parsed).ShouldBeTrue();
        return await host.Database.ReadAsync(
            session => session.FindAsync<long?>("select last_used_at from access_tokens where hash = @hash", new { hash = parsed!.Fingerprint().ToBytes() }),
            TestContext.Current.CancellationToken);
    }
}

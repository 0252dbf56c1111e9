using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>Partners, the ledger and the platform's webhooks, on SQLite.</summary>
public sealed class SqlitePartnerTests(SqliteBrokerHost host) : PartnerTests(host), IClassFixture<SqliteBrokerHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresPartnerTests(PostgresBrokerHost host) : PartnerTests(host), IClassFixture<PostgresBrokerHost>;

public abstract class PartnerTests(BrokerHost host)
{
    private static int _numbers = 70_000_000;

    [Fact] // INV-7, INV-8, INV-9, FLOW-ATTR1-2, FLOW-ATTR1-3, FLOW-ATTR1-8, FLOW-ATTR1-9, MOD-9, MOD-51
    public async Task Who_comes_with_the_identifier_of_a_partner_is_listed_as_the_partners()
    {
        var world = await NewWorldAsync();
        var ann = await world.NewPartnerAsync("Ann");
        var trader = await world.NewUserAsync(partnerId: ann.Identifier);

        var listed = (await world.AskAsync(HttpMethod.Get, $"partners/{ann.Id}/traders")).Json["traders"]!.AsArray().ShouldHaveSingleItem()!;

        ((long)listed["traderId"]!, (string)listed["email"]!, (string)listed["source"]!).ShouldBe((trader.Id, trader.Email, "identifier"));
        var why = await world.ExplainAsync(trader.Id);
        ((string)why["partner"]!["partnerId"]!).ShouldBe(ann.Identifier);
        why["steps"]!.AsArray().Select(static step => (string)step!["text"]!).ShouldBe(
        [
            $"The trader came with the partnerId of Ann ({ann.Identifier}): the trader is the partner's from here on, protected until {Utc(trader.CreatedAt.AddDays(90))} UTC.",
            "The trader signed up: the touches before it are decided.",
        ]);
    }

    [Fact] // FLOW-ATTR1-10, FLOW-ATTR2-2
    public async Task An_identifier_that_nobody_has_stops_nothing_and_counts_once_its_partner_is_known()
    {
        var world = await NewWorldAsync();
        var trader = await world.NewUserAsync(partnerId: "IB-77");
        (await world.ExplainAsync(trader.Id)).ContainsKey("partner").ShouldBeFalse();
        host.Log.Lines.ShouldContain(line => line.Contains($"User {trader.Id} of broker") && line.Contains("no partner has"));

        await world.NewPartnerAsync("Bob", identifier: "IB-77");

        ((string)(await world.ExplainAsync(trader.Id))["partner"]!["name"]!).ShouldBe("Bob");
    }

    [Fact] // INV-6
    public async Task The_broker_decides_by_its_rules_about_fraud()
    {
        var world = await NewWorldAsync();
        var ann = await world.NewPartnerAsync("Ann", email: "ann@example.com");
        var herself = await world.NewUserAsync(partnerId: ann.Identifier, email: "ann+second@example.com");
        var first = await world.NewUserAsync(email: "bob@example.com");
        var again = await world.NewUserAsync(partnerId: ann.Identifier, email: "bob+bonus@example.com");
        var other = await world.NewUserAsync(partnerId: ann.Identifier, email: "bobby@example.com");

        (await WhyAsync(herself)).ShouldBe("SelfReferral");
        (await WhyAsync(again)).ShouldBe("Duplicate");
        (await WhyAsync(other)).ShouldBeNull();
        (await world.ExplainAsync(first.Id))["steps"]!.AsArray().ShouldBeEmpty();

        async Task<string?> WhyAsync(BrokerUser user) => (string?)(await world.ExplainAsync(user.Id))["steps"]![0]!["reason"];
    }

    [Fact] // INV-6
    public async Task What_was_right_as_of_a_time_stays_so_whatever_comes_later()
    {
        var world = await NewWorldAsync();
        var (ann, bob) = (await world.NewPartnerAsync("Ann"), await world.NewPartnerAsync("Bob"));
        var trader = await world.NewUserAsync(partnerId: ann.Identifier);
        await world.ExplainAsync(trader.Id);
        host.Time.Advance(TimeSpan.FromDays(1));
        var then = host.Time.GetUtcNow();
        var before = (await world.ExplainAsync(trader.Id, then)).ToJsonString();

        host.Time.Advance(TimeSpan.FromDays(1));
        (await world.AskAsync(HttpMethod.Put, $"traders/{trader.Id}/attribution", new { partner = bob.Id })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await world.AskAsync(HttpMethod.Put, $"traders/{trader.Id}/attribution", new { partner = bob.Id, reason = "Ann left", by = "eve" })).Status.ShouldBe(HttpStatusCode.OK);
        await world.ChangeAsync(static settings => settings with { Partners = settings.Partners with { Attribution = new() { Window = TimeSpan.Zero, ProtectedPeriod = TimeSpan.Zero } } });

        (await world.ExplainAsync(trader.Id, then)).ToJsonString().ShouldBe(before);
        ((string)(await world.ExplainAsync(trader.Id))["partner"]!["name"]!).ShouldBe("Bob");
        (await world.AskAsync(HttpMethod.Get, $"partners/{ann.Id}")).Json["traders"]!.GetValue<long>().ShouldBe(0);
        var entry = (await host.Services.GetRequiredService<AuditStore>().ListAsync(new(world.Broker.Crm.Id), new(null, "attribution.set", null, null, null, long.MaxValue, 10), CancellationToken.None)).ShouldHaveSingleItem();
        (entry.Actor, entry.Reason).ShouldBe(("eve (management API)", "Ann left"));
    }

    [Fact] // INV-3
    public async Task Partners_stand_under_partners_without_circles()
    {
        var world = await NewWorldAsync();
        var (ann, bob, cid) = (await world.NewPartnerAsync("Ann"), await world.NewPartnerAsync("Bob"), await world.NewPartnerAsync("Cid"));
        (await MoveAsync(bob, ann.Id)).Status.ShouldBe(HttpStatusCode.OK);
        (await MoveAsync(cid, bob.Id)).Json["above"]!.AsArray().Select(static one => (string)one!["name"]!).ShouldBe(["Bob", "Ann"]);

        (await MoveAsync(ann, cid.Id)).ShouldBeRefused(409, "INVALID_REQUEST");
        (await MoveAsync(ann, ann.Id)).ShouldBeRefused(409, "INVALID_REQUEST");
        (await MoveAsync(ann, 999_999_999)).ShouldBeRefused(404, "NOT_FOUND");
        (await MoveAsync(bob, null)).Json["above"]!.AsArray().ShouldBeEmpty();
        (await MoveAsync(ann, cid.Id)).Json["above"]!.AsArray().Count.ShouldBe(2);

        Task<Answer> MoveAsync((long Id, string Identifier) partner, long? parent) => world.AskAsync(HttpMethod.Post, $"partners/{partner.Id}/move", new { parentId = parent, reason = "asked" });
    }

    [Fact] // INV-3: of two moves that are right by themselves and a circle together, one is refused
    public async Task Moves_at_the_same_time_make_no_circle()
    {
        var world = await NewWorldAsync();
        var partners = new List<(long Id, string Identifier)>();
        for (var i = 0; i < 6; i++)
        {
            partners.Add(await world.NewPartnerAsync($"P{i}"));
        }

        var answers = await Task.WhenAll(partners.Select((partner, i) =>
            world.AskAsync(HttpMethod.Post, $"partners/{partner.Id}/move", new { parentId = partners[(i + 1) % partners.Count].Id, reason = "asked" })));

        answers.Count(static answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(1);
        answers.Count(static answer => answer.Status == HttpStatusCode.OK).ShouldBe(5);
    }

    [Fact]
    public async Task A_suspended_partner_brings_nobody_new_and_keeps_the_others()
    {
        var world = await NewWorldAsync();
        var ann = await world.NewPartnerAsync("Ann");
        var before = await world.NewUserAsync(partnerId: ann.Identifier);
        await world.ExplainAsync(before.Id);

        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/suspend", new { reason = "complaints" })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/suspend", new { reason = "complaints" })).ShouldBeRefused(409, "INVALID_REQUEST");
        var during = await world.NewUserAsync(partnerId: ann.Identifier);
        (await world.ExplainAsync(during.Id)).ContainsKey("partner").ShouldBeFalse();
        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/resume", new { reason = "settled" })).Status.ShouldBe(HttpStatusCode.OK);

        (await world.ExplainAsync(during.Id)).ContainsKey("partner").ShouldBeFalse(); // as it was right at its time
        ((string)(await world.ExplainAsync(before.Id))["partner"]!["name"]!).ShouldBe("Ann");
    }

    [Fact] // BID-44
    public async Task Another_broker_and_another_crm_see_nothing_of_it()
    {
        var (world, stranger) = (await NewWorldAsync(), await NewWorldAsync());
        var ann = await world.NewPartnerAsync("Ann");
        var trader = await world.NewUserAsync(partnerId: ann.Identifier);
        var elsewhere = await stranger.NewUserAsync(partnerId: ann.Identifier);

        (await stranger.AskAsync(HttpMethod.Get, $"partners/{ann.Id}")).ShouldBeRefused(404, "NOT_FOUND");
        (await stranger.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/suspend", new { reason = "x" })).ShouldBeRefused(404, "NOT_FOUND");
        (await stranger.AskAsync(HttpMethod.Get, $"traders/{trader.Id}/attribution")).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await stranger.AskAsync(HttpMethod.Put, $"traders/{elsewhere.Id}/attribution", new { partner = ann.Id, reason = "x" })).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await stranger.ExplainAsync(elsewhere.Id)).ContainsKey("partner").ShouldBeFalse();
        (await stranger.AskAsync(HttpMethod.Post, "partners", new { brokerName = world.Broker.Name.Value, traderId = trader.Id })).ShouldBeRefused(401, "BROKER_ID_INVALID");
    }

    [Fact] // INV-12, INV-13, INV-15, INV-16, INV-17, INV-20, INV-21, INV-5
    public async Task The_platforms_webhook_attributes_and_registers_whom_it_does_not_know()
    {
        var world = await NewWorldAsync(static settings => settings with { Registration = PartnerRegistration.Open });
        var (partner, invited, second) = (NextNumber(), await world.NewUserAsync(ctraderUserId: NextNumber()), await world.NewUserAsync(ctraderUserId: NextNumber()));

        var first = await world.InviteAsync(invited.CtraderUserId!.Value, partner);
        first.Text("brokerResult").ShouldBe("ATTRIBUTED_NEW");
        var identifier = first.Text("brokerPartnerId");
        (await world.InviteAsync(invited.CtraderUserId.Value, partner)).Body.ShouldBe(first.Body); // INV-21
        (await world.InviteAsync(second.CtraderUserId!.Value, partner, identifier)).Text("brokerResult").ShouldBe("ATTRIBUTED");

        var why = await world.ExplainAsync(invited.Id);
        ((string)why["partner"]!["partnerId"]!).ShouldBe(identifier);
        why["steps"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact] // INV-18, INV-20
    public async Task An_invitation_waits_for_the_partners_approval_and_for_the_user()
    {
        var world = await NewWorldAsync();
        var (partner, invited) = (NextNumber(), NextNumber());
        var answer = await world.InviteAsync(invited, partner);
        answer.Text("brokerResult").ShouldBe("PENDING_ATTRIBUTION");
        var id = (long)(await world.AskAsync(HttpMethod.Get, $"partners?brokerName={world.Broker.Name.Value}&status=pending")).Json["partners"]!.AsArray().ShouldHaveSingleItem()!["id"]!;
        var user = await world.NewUserAsync(ctraderUserId: invited);
        await SweepAsync();
        (await world.ExplainAsync(user.Id)).ContainsKey("partner").ShouldBeFalse();

        (await world.AskAsync(HttpMethod.Post, $"partners/{id}/approve", new { reason = "known" })).Status.ShouldBe(HttpStatusCode.OK);
        await SweepAsync();
        await SweepAsync();

        ((long)(await world.ExplainAsync(user.Id))["partner"]!["id"]!).ShouldBe(id);
        (await world.InviteAsync(invited, partner)).Body.ShouldBe(answer.Body);
    }

    [Fact] // INV-19, INV-42
    public async Task The_platform_moves_a_user_once_the_protected_period_is_over()
    {
        var world = await NewWorldAsync(static settings => settings with { Registration = PartnerRegistration.Open });
        var user = await world.NewUserAsync(ctraderUserId: NextNumber());
        var (first, early, late) = (NextNumber(), NextNumber(), NextNumber());
        await world.InviteAsync(user.CtraderUserId!.Value, first);

        (await world.InviteAsync(user.CtraderUserId.Value, early)).Json.ContainsKey("brokerResult").ShouldBeFalse();
        host.Time.Advance(TimeSpan.FromDays(91));
        (await world.InviteAsync(user.CtraderUserId.Value, late)).Text("brokerResult").ShouldBe("REATTRIBUTED");

        (await world.ExplainAsync(user.Id))["steps"]!.AsArray().Select(static step => (string)step!["verdict"]!).ShouldBe(["Attributed", "Attributed", "Refused", "Reattributed"]);
    }

    [Fact] // INV-21
    public async Task A_webhook_that_comes_many_times_at_once_counts_once()
    {
        var world = await NewWorldAsync(static settings => settings with { Registration = PartnerRegistration.Open });
        var user = await world.NewUserAsync(ctraderUserId: NextNumber());
        var partner = NextNumber();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.InviteAsync(user.CtraderUserId!.Value, partner)));

        answers.Select(static answer => answer.Body).Distinct().ShouldHaveSingleItem();
        (await world.ExplainAsync(user.Id))["steps"]!.AsArray().Count.ShouldBe(2);
        (await world.AskAsync(HttpMethod.Get, $"partners?brokerName={world.Broker.Name.Value}")).Json["partners"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact] // INV-12, INV-14, INV-22, INV-26
    public async Task The_webhooks_say_what_is_wrong_and_open_to_the_token_only()
    {
        var world = await NewWorldAsync();
        var body = new JsonObject { ["invitedUserId "] = NextNumber(), ["partnerUserId"] = NextNumber(), ["brokerName "] = world.Broker.Name.Value }; // INV-14: stray spaces

        (await world.HookAsync("/invite/attribution", body)).Status.ShouldBe(HttpStatusCode.OK);
        (await world.HookAsync("/invite/attribution", body, token: "another token of 24 chars")).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        (await world.HookAsync("/invite/attribution", body, token: null)).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        (await world.HookAsync("/invite/attribution", new JsonObject { ["partnerUserId"] = 1, ["brokerName"] = world.Broker.Name.Value })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await world.HookAsync("/invite/attribution", new JsonObject { ["invitedUserId"] = 1, ["partnerUserId"] = 1, ["brokerName"] = "nobody" })).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (await world.HookAsync($"/invite/attribution?brokerName={world.Broker.Name.Value}&brokerCrmName={world.Broker.Crm.Name.Value}", body)).Status.ShouldBe(HttpStatusCode.OK);
        (await world.HookAsync($"/invite/attribution?brokerName={(await NewWorldAsync()).Broker.Name.Value}", body)).ShouldBeRefused(403, "BROKER_ID_MISMATCH");
        (await world.HookAsync("/invite/attribution?brokerCrmName=nobody", body)).ShouldBeRefused(401, "BROKER_ID_INVALID");
        await world.ChangeAsync(static settings => settings with { Modules = settings.Modules with { Invite = false } });
        (await world.HookAsync("/invite/attribution", body)).ShouldBeRefused(403, "CH_INSUFFICIENT_PERMISSIONS");
    }

    [Fact] // INV-23, INV-24, INV-25
    public async Task Who_registered_in_an_application_is_noted_once_with_or_without_a_partner()
    {
        var world = await NewWorldAsync(static settings => settings with { Registration = PartnerRegistration.Open });
        var user = await world.NewUserAsync(ctraderUserId: NextNumber());
        var notice = new JsonObject { ["userId"] = user.CtraderUserId, ["brokerName"] = world.Broker.Name.Value, ["email"] = "new@example.com", ["partnerUserId"] = NextNumber() };

        (await world.HookAsync("/invite/new-user", notice)).Body.ShouldBeEmpty();
        (await world.HookAsync("/invite/new-user", notice.DeepClone().AsObject())).Status.ShouldBe(HttpStatusCode.OK);
        notice.Remove("partnerUserId");
        (await world.HookAsync("/invite/new-user", notice)).Status.ShouldBe(HttpStatusCode.OK);

        (await world.ExplainAsync(user.Id))["steps"]!.AsArray().Count.ShouldBe(2);
        notice.Remove("email");
        (await world.HookAsync("/invite/new-user", notice)).ShouldBeRefused(400, "INVALID_REQUEST");
    }

    private static long NextNumber() => Interlocked.Increment(ref _numbers);

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private Task SweepAsync() => host.Services.GetRequiredService<PartnerSweep>().RunOnceAsync(CancellationToken.None);

    private async Task<World> NewWorldAsync(Func<PartnerSettings, PartnerSettings>? change = null)
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Partners = (change ?? (static same => same))(new() { PullInterval = TimeSpan.Zero }) });
        var token = TokenText.Generate(TokenKind.Session);
        var configuration = crm.Configuration with { Brokers = [crm.Configuration.Brokers[0] with { InviteToken = token }] };
        await host.ApplyAsync(configuration);
        return new(host, new(host, configuration), token);
    }

    /// <summary>A broker with partners.</summary>
    private sealed class World(BrokerHost host, TestCrm crm, string token)
    {
        private TestCrm _crm = crm;

        public BrokerEntity Broker => _crm.Broker();

        public async Task<BrokerUser> NewUserAsync(string? partnerId = null, string? email = null, long? ctraderUserId = null)
        {
            email ??= $"{Guid.NewGuid():N}@example.test";
            var users = host.Services.GetRequiredService<UserStore>();
            var user = new BrokerUser
            {
                BrokerId = Broker.Id, Email = email, NormalizedEmail = UserStore.Normalize(email), SecurityStamp = "x", ConcurrencyStamp = "x", PartnerId = partnerId, CreatedAt = host.Time.GetUtcNow(),
            };
            (await users.TryAddAsync(user, CancellationToken.None)).ShouldBeTrue();
            if (ctraderUserId is { } id)
            {
                (await users.TrySetCtraderUserIdAsync(Broker.Id, user.Id, id, CancellationToken.None)).ShouldBeTrue();
            }

            return await users.GetAsync(Broker.Id, user.Id, CancellationToken.None);
        }

        public async Task<(long Id, string Identifier)> NewPartnerAsync(string name, string? identifier = null, string? email = null)
        {
            var user = await NewUserAsync(email: email);
            var answer = await AskAsync(HttpMethod.Post, "partners", new { brokerName = Broker.Name.Value, traderId = user.Id, name, partnerId = identifier });
            answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
            return ((long)answer.Json["partner"]!["id"]!, (string)answer.Json["partner"]!["partnerId"]!);
        }

        public async Task<JsonObject> ExplainAsync(long userId, DateTimeOffset? asOf = null) =>
            (await AskAsync(HttpMethod.Get, $"traders/{userId}/attribution{(asOf is { } at ? $"?asOf={Uri.EscapeDataString(at.ToString("O"))}" : "")}")).Json;

        public Task<Answer> InviteAsync(long invited, long partner, string? identifier = null) =>
            HookAsync("/invite/attribution", new JsonObject { ["invitedUserId"] = invited, ["partnerUserId"] = partner, ["brokerPartnerId"] = identifier, ["brokerName"] = Broker.Name.Value });

        public Task<Answer> HookAsync(string path, JsonObject body) => HookAsync(path, body, token);

        public Task<Answer> HookAsync(string path, JsonObject body, string? token) => SendAsync(HttpMethod.Post, path, token is null ? null : new("Basic", token), body);

        public Task<Answer> AskAsync(HttpMethod method, string path, object? body = null) =>
            SendAsync(method, $"/api/v1/{path}", new("Bearer", _crm.Configuration.ManagementKey), body);

        public async Task ChangeAsync(Func<BrokerSettings, BrokerSettings> change)
        {
            var broker = _crm.Configuration.Brokers[0];
            var configuration = _crm.Configuration with { Brokers = [broker with { Settings = change(broker.Settings) }] };
            await host.ApplyAsync(configuration);
            _crm = new(host, configuration);
        }

        private async Task<Answer> SendAsync(HttpMethod method, string path, System.Net.Http.Headers.AuthenticationHeaderValue? authorization, object? body)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web) };
            request.Headers.Authorization = authorization;
            var response = await host.Http.SendAsync(request);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
        }
    }
}

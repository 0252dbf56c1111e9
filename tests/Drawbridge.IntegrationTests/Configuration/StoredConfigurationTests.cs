using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Configuration;

/// <summary>Versions of the configuration: all of a change or nothing, by whom, and back again.</summary>
public abstract class StoredConfigurationTests(BrokerHost host)
{
    private static readonly ConfigurationOrigin Origin = new(ConfigurationSource.File, "tester", "/etc/brokers.yaml");
    private static readonly CancellationToken None = CancellationToken.None;

    private StoredConfiguration Stored => host.Services.GetRequiredService<StoredConfiguration>();

    private Task<ConfigurationOutcome> ApplyAsync(params CrmConfiguration[] crms) => Stored.ApplyAsync(new(crms, Origin), None);

    private static CrmConfiguration Rename(CrmConfiguration crm, string name, int broker = 0) => crm with
    {
        Brokers = [.. crm.Brokers.Select((one, i) => i == broker ? one with { Settings = one.Settings with { DisplayName = name } } : one)],
    };

    [Fact]
    public async Task All_CRMs_of_a_change_are_written_together_or_none_is()
    {
        var first = await host.NewCrmAsync();
        var last = await host.NewCrmAsync(brokers: 2);
        var before = await Stored.FindVersionAsync(None);

        var refused = (await ApplyAsync(Rename(first.Configuration, "New"), last.Configuration with { Password = "short" })).ShouldBeOfType<ConfigurationOutcome.Refused>();
        refused.Faults.ShouldHaveSingleItem().ShouldContain($"Crms:{last.Configuration.Name}:Password");
        (await Stored.FindVersionAsync(None)).ShouldBe(before);
        first.Broker().Settings.DisplayName.ShouldBe("Test Broker");

        // The same when the database itself fails in the middle.
        await host.Database.WriteAsync(session => session.ExecuteAsync("create unique index one_name on brokers (name, settings)"), None);
        var request = new ConfigurationRequest([Rename(first.Configuration, "New"), Rename(last.Configuration, "New", 1)], Origin)
        {
            Also = static _ => throw new InvalidOperationException("the machine stops here"),
        };
        await Should.ThrowAsync<InvalidOperationException>(() => Stored.ApplyAsync(request, None));
        await host.Database.WriteAsync(session => session.ExecuteAsync("drop index one_name"), None);
        await host.Brokers.ReloadAsync(None);
        (first.Broker().Settings.DisplayName, last.Broker(1).Settings.DisplayName).ShouldBe(("Test Broker", "Test Broker"));
        (await Stored.FindVersionAsync(None)).ShouldBe(before);

        var applied = (await ApplyAsync(Rename(first.Configuration, "New"), Rename(last.Configuration, "New", 1))).ShouldBeOfType<ConfigurationOutcome.Applied>();
        applied.Plan.Changes.Select(static change => change.BrokerName).ShouldBe([first.Configuration.Brokers[0].Name, last.Configuration.Brokers[1].Name]);
        (first.Broker().Settings.DisplayName, last.Broker(1).Settings.DisplayName).ShouldBe(("New", "New"));
    }

    [Fact]
    public async Task Who_what_when_and_from_where_is_kept_without_any_secret()
    {
        var crm = await host.NewCrmAsync();
        var version = (await ApplyAsync(Rename(crm.Configuration, "Later") with { SecondPassword = "canary-canary-canary" })).ShouldBeOfType<ConfigurationOutcome.Applied>().Version;

        var (made, changes) = (await Stored.FindVersionAsync(crm.Broker().Crm.Id, version, None))!.Value;
        (made.Origin, made.Entities, made.MadeAt).ShouldBe((Origin, 2, host.Time.GetUtcNow()));
        changes.SelectMany(static change => change.Settings).ShouldBe(
        [
            new SettingChange("secondPassword", SettingChangeKind.Added, null, null, IsSecret: true),
            new SettingChange("settings:displayName", SettingChangeKind.Changed, "Test Broker", "Later"),
        ]);
        (await Stored.FindVersionAsync(crm.Broker().Crm.Id + 1000, version, None)).ShouldBeNull();
        foreach (var column in new[] { "select document from configuration_entries", "select document from configuration_sections" })
        {
            var texts = await host.Database.ReadAsync(session => session.ListAsync<string>(column), None);
            texts.ShouldAllBe(text => !text.Contains("canary", StringComparison.Ordinal) && !text.Contains(crm.Password, StringComparison.Ordinal) && !text.Contains("manager password", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Of_many_at_once_each_is_whole_and_an_outdated_one_is_refused()
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        var seen = await Stored.FindVersionAsync(None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Stored.ApplyAsync(new([Rename(crm.Configuration, $"Name {i}")], Origin) { BaseVersion = seen }, None)));

        outcomes.OfType<ConfigurationOutcome.Applied>().ShouldHaveSingleItem().Version.ShouldBeGreaterThan(seen);
        outcomes.OfType<ConfigurationOutcome.Outdated>().Count().ShouldBe(3);
        outcomes.OfType<ConfigurationOutcome.Outdated>().First().Meanwhile.ShouldHaveSingleItem().Settings.Single().Key.ShouldBe("settings:displayName");
        (await Stored.ApplyAsync(new([Rename(other.Configuration, "Own")], Origin) { BaseVersion = seen }, None)).ShouldBeOfType<ConfigurationOutcome.Applied>(); // another CRM's change is no conflict
    }

    [Fact]
    public async Task An_older_version_is_put_back_and_secrets_stay_as_they_are_now()
    {
        var crm = await host.NewCrmAsync();
        var first = (await ApplyAsync(Rename(crm.Configuration, "First"))).ShouldBeOfType<ConfigurationOutcome.Applied>().Version;
        const string Password = "a-new-password-0123";
        await ApplyAsync(Rename(crm.Configuration, "Second") with { Password = Password });

        var old = (await Stored.ReadAsync(crm.Broker().Crm.Id, first, None))!.Single();
        old.Password.ShouldBe(SecretSettings.Kept);
        (await Stored.ApplyAsync(new([old], Origin) { Restores = first }, None)).ShouldBeOfType<ConfigurationOutcome.Applied>();

        crm.Broker().Settings.DisplayName.ShouldBe("First");
        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = Password }, authenticate: false)).Text("crmApiToken").ShouldNotBeEmpty();
        (await crm.PostAsync(CrmPaths.CrmApiToken, new { password = crm.Password }, authenticate: false)).ShouldBeRefused(403, CrmErrorCode.ClientAuthFailure);
    }

    [Fact] // P2B-CT-6
    public async Task Kept_secrets_go_on_working_and_what_is_left_out_is_taken_away()
    {
        var crm = await host.NewCrmAsync();
        var key = crm.Configuration.ManagementKey!;
        await crm.CrmApiTokenAsync();
        var kept = (await Stored.ReadAsync(crm.Broker().Crm.Id, version: null, None))!.Single();

        (await ApplyAsync(kept)).ShouldBeOfType<ConfigurationOutcome.Unchanged>();
        await ApplyAsync(Rename(kept, "Kept"));
        (await crm.ExchangeAsync("dbot_unknown")).Status.ShouldNotBe(System.Net.HttpStatusCode.Forbidden);
        (await CallAsync(key)).ShouldBe(System.Net.HttpStatusCode.OK);
        await ApplyAsync(kept with { ManagementKey = null });
        (await CallAsync(key)).ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact] // P2B-0-11
    public async Task A_broker_that_is_removed_is_disabled_and_comes_back_with_everything()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var user = await crm.NewUserAsync(broker: 1);
        var without = crm.Configuration with { Brokers = [crm.Configuration.Brokers[0]] };

        (await ApplyAsync(without)).ShouldBeOfType<ConfigurationOutcome.Unchanged>().Plan.Changes.Single().Kind.ShouldBe(EntityChangeKind.Kept);
        (await Stored.ApplyAsync(new([without], Origin) { RemoveMissing = true }, None)).ShouldBeOfType<ConfigurationOutcome.Applied>();
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, broker: 1)).ShouldBeRefused(403, CrmErrorCode.InsufficientPermissions);

        await ApplyAsync(crm.Configuration);
        (await crm.PostAsync(CrmPaths.GenerateOneTime, new { userId = user }, broker: 1)).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_what_changed_is_read_again_and_the_rest_stays_the_same_object()
    {
        var crm = await host.NewCrmAsync(brokers: 3);
        var (untouched, touched) = (crm.Broker(0), crm.Broker(1));

        await ApplyAsync(Rename(crm.Configuration, "Touched", 1));

        crm.Broker(0).ShouldBeSameAs(untouched);
        crm.Broker(1).ShouldNotBeSameAs(touched);
        crm.Broker(1).Settings.DisplayName.ShouldBe("Touched");
        await ApplyAsync(crm.Configuration with { Settings = new() { Identification = IdentificationMode.Optional }, Brokers = Rename(crm.Configuration, "Touched", 1).Brokers });
        crm.Broker(0).Crm.Settings.Identification.ShouldBe(IdentificationMode.Optional);
    }

    private async Task<System.Net.HttpStatusCode> CallAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/payments");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await host.Http.SendAsync(request);
        return response.StatusCode;
    }
}

public sealed class SqliteStoredConfigurationTests(SqliteBrokerHost host) : StoredConfigurationTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class PostgresStoredConfigurationTests(PostgresBrokerHost host) : StoredConfigurationTests(host), IClassFixture<PostgresBrokerHost>;

using Drawbridge.Broker.Funnel;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>Brokers and white labels of one installation that cannot see each other, on SQLite.</summary>
public sealed class SqliteIsolationTests(IsolationHost host) : IsolationTests(host), IClassFixture<IsolationHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresIsolationTests(PostgresIsolationHost host) : IsolationTests(host), IClassFixture<PostgresIsolationHost>;

/// <summary>The same where the brokers of a CRM share their users: nothing else is shared.</summary>
public sealed class SharedIsolationTests(SharedIsolationHost host) : IsolationTests(host), IClassFixture<SharedIsolationHost>;

public abstract class IsolationTests(IsolationHost host)
{
    [Fact]
    public void Every_endpoint_says_in_the_table_whose_it_is()
    {
        var mapped = host.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(static endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Where(static route => !route.StartsWith("ANY", StringComparison.Ordinal) || route.Contains("**", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);

        mapped.Count.ShouldBeGreaterThan(200);
        EndpointTable.All.Select(static entry => entry.Route).ShouldBeUnique();
        mapped.Except(EndpointTable.All.Select(static entry => entry.Route)).ShouldBeEmpty(
            "not in EndpointTable: add a line there that says how its callers show who they are, and which of a broker's things it names");
        EndpointTable.All.Select(static entry => entry.Route).Except(mapped).ShouldBeEmpty("in EndpointTable, but no endpoint: take the line away");
        EndpointTable.All.Where(static entry => entry.Door == Door.Open && string.IsNullOrEmpty(entry.Because)).ShouldBeEmpty();
    }

    [Fact] // BID-14, BID-24, BID-26, BID-27, BID-28, BID-29, BID-40, BID-42, BID-44, P2B-CT-4, SCR-21
    public async Task No_endpoint_opens_tells_or_changes_what_belongs_to_another_broker_white_label_or_CRM()
    {
        var tenants = await host.TenantsAsync();
        var (main, sibling, label, other) = (tenants[0], tenants[1], tenants[2], tenants[3]);
        var caller = new Caller(host);
        var strangers = new Strangers(caller);
        var attempts = new List<Attempt>();
        foreach (var (victim, stranger) in new[] { (main, sibling), (main, label), (label, main), (main, other), (other, main) })
        {
            foreach (var entry in EndpointTable.All)
            {
                attempts.AddRange(await strangers.ListAsync(entry, victim, stranger));
            }
        }

        attempts = [.. attempts.DistinctBy(static attempt => (attempt.Endpoint, attempt.With, attempt.Victim))];
        attempts.Count.ShouldBeGreaterThan(2000);
        var tables = await TenantTables.ListAsync(host.Database);
        var before = await ReadAsync(tables, tenants);
        var faults = new List<string>();
        foreach (var attempt in attempts)
        {
            var answer = await attempt.SendAsync(host);
            if (FaultOf(attempt, answer) is { } fault)
            {
                faults.Add($"{attempt}: {fault}");
            }
        }

        var after = await ReadAsync(tables, tenants);
        faults.AddRange(after.Except(before).Select(static row => $"a stranger changed or added {row}"));
        faults.AddRange(before.Except(after).Select(static row => $"a stranger changed or took away {row}"));
        faults.AddRange(await OwnersAreLetInAsync(strangers, caller, [main, label]));
        faults.ShouldBeEmpty();
    }

    /// <summary>A refusal says something only if the same request is answered when everything in it is the owner's.</summary>
    private async Task<IReadOnlyList<string>> OwnersAreLetInAsync(Strangers strangers, Caller caller, IEnumerable<Tenant> owners)
    {
        var faults = new List<string>();
        foreach (var owner in owners)
        {
            foreach (var entry in EndpointTable.All.Where(static entry => entry.Door != Door.Open))
            {
                caller.Renew();
                await owner.RenewAsync();
                var answer = await (await strangers.OwnAsync(entry, owner)).SendAsync(host);
                if (entry.Owner.Length > 0 ? !entry.Owner.Any(expected => answer.Text.StartsWith(expected, StringComparison.Ordinal)) : IsRefusal(answer))
                {
                    faults.Add($"{entry.Route} is refused though everything is {owner}'s own: {answer.Text}");
                }
            }
        }

        return faults;
    }

    private static bool IsRefusal(Answered answer) =>
        answer.Status is 400 or 401 or 403 or 404 or 405 or 415 or 417 or 429 or >= 500
        || answer.Location is { } location && new[] { "/auth/login", "/client/login", "/console/sign-in" }.Any(start => location.StartsWith(start, StringComparison.Ordinal));

    private static string? FaultOf(Attempt attempt, Answered answer) =>
        answer.FindTold(attempt.Victim.Secrets) is { } told ? $"{answer.Text} tells {told}"
        : attempt.Expected.Any(expected => answer.Text.StartsWith(expected, StringComparison.Ordinal)) ? null
        : $"answers {answer.Text}";

    private async Task<IReadOnlySet<string>> ReadAsync(IReadOnlyList<TenantTable> tables, IEnumerable<Tenant> tenants)
    {
        await host.Services.GetRequiredService<FunnelRecorder>().WriteAsync(CancellationToken.None);
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tenant in tenants)
        {
            lines.UnionWith(await TenantTables.ReadAsync(host.Database, tables, tenant));
        }

        return lines;
    }
}

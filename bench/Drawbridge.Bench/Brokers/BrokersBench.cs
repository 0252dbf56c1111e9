using System.Diagnostics;
using System.Globalization;

namespace Drawbridge.Bench.Brokers;

/// <summary>Whether one broker notices how many others there are: calls 4.2 to 4.4 and logins by how long they take, and the console's list of brokers.</summary>
internal sealed class BrokersBench(IReadOnlyList<BrokersNode> nodes, Plan plan)
{
    private const int Lists = 200;

    private static readonly (string Name, Func<ServerLoads, Plan, Task<Load>> Run)[] _calls =
    [
        ("exchange", static (loads, plan) => loads.ExchangeAsync(plan.Length)),
        ("validate", static (loads, plan) => loads.ValidateAsync(plan.Length)),
        ("generate", static (loads, plan) => loads.GenerateAsync(plan.Length)),
        ("signin", static (loads, plan) => loads.SignInAsync(plan.Length)),
    ];

    /// <summary>How many brokers there are, the first being what the others are compared with.</summary>
    public static IReadOnlyList<int> Counts { get; } = [1, 1_000, 10_000];

    public async Task RunAsync(Report report)
    {
        foreach (var node in nodes)
        {
            await node.Loads.WarmUpAsync(plan.WarmUp, plan.Rounds, plan.Length);
            report.Add(string.Create(CultureInfo.InvariantCulture, $"brokers_{node.Count}_ready_s"), node.Server.ReadyAfter.TotalSeconds);
        }

        foreach (var (name, run) in _calls)
        {
            var loads = nodes.ToDictionary(static node => node, static _ => new List<Load>());
            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var node in nodes.Skip(round % nodes.Count).Concat(nodes.Take(round % nodes.Count)))
                {
                    loads[node].Add(await run(node.Loads, plan));
                }
            }

            foreach (var node in nodes)
            {
                var prefix = string.Create(CultureInfo.InvariantCulture, $"brokers_{node.Count}_{name}");
                if (node != nodes[0])
                {
                    report.Add(prefix + "_p99_vs_one", Series.MedianRatio([.. loads[node].Select(static load => load.P99)], [.. loads[nodes[0]].Select(static load => load.P99)]));
                }

                report.Add(prefix + "_p99_ms", loads[node].Select(static load => load.P99).Median());
                report.Add(prefix + "_per_s", loads[node].MedianRate());
            }
        }

        foreach (var node in nodes)
        {
            await ListAsync(node, report);
            report.Add(string.Create(CultureInfo.InvariantCulture, $"brokers_{node.Count}_rss_mb"), node.Server.ResidentMegabytes());
        }
    }

    /// <summary>The first page and a search, as a member of staff opens them.</summary>
    private static async Task ListAsync(BrokersNode node, Report report)
    {
        using var staff = await StaffClient.SignInAsync(node.Server);
        foreach (var (name, path) in new[] { ("list", "/console/brokers"), ("search", "/console/brokers?q=bench") })
        {
            var times = new List<double>();
            for (var i = 0; i < Lists; i++)
            {
                var began = Stopwatch.GetTimestamp();
                var page = await staff.GetAsync(path);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (!page.Contains("data-testid=\"broker-row\"", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("The console's list of brokers has no broker.");
                }
            }

            times.Sort();
            report.Add(string.Create(CultureInfo.InvariantCulture, $"brokers_{node.Count}_console_{name}_p99_ms"), times[Lists * 99 / 100]);
        }
    }
}

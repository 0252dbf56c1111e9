using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Drawbridge.Bench.Brokers;

/// <summary>How long after a change of one broker was accepted by one node another node answers with it, with the most brokers.</summary>
internal static class ConfigurationChanges
{
    private const int Changes = 10;

    public static async Task MeasureAsync(string database, string folder, Report report, string suffix)
    {
        await using var one = await BrokersNode.StartServerAsync(database, folder, BrokersBench.Counts[^1]);
        await using var other = await BrokersNode.StartServerAsync(database, folder, BrokersBench.Counts[^1]);
        var key = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(Path.Combine(folder, BenchServer.ManagementKeyFile)));
        using var here = NewClient(one, key);
        using var there = NewClient(other, key);
        var (applied, followed) = (new List<double>(), new List<double>());
        for (var i = 0; i < Changes; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Bench {i}");
            var began = Stopwatch.GetTimestamp();
            await RenameAsync(here, name);
            applied.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            began = Stopwatch.GetTimestamp();
            while (await NameAsync(there) != name)
            {
                await Task.Yield();
            }

            followed.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        report.Add("brokers_change_ms" + suffix, applied.Median());
        report.Add("brokers_change_seen_by_other_node_ms" + suffix, followed.Median());
        report.Add("brokers_change_seen_by_other_node_longest_ms" + suffix, followed.Max());
    }

    private static HttpClient NewClient(ServerProcess server, AuthenticationHeaderValue key)
    {
        var client = server.NewClient();
        client.BaseAddress = server.Url;
        client.DefaultRequestHeaders.Authorization = key;
        return client;
    }

    private static async Task RenameAsync(HttpClient client, string name)
    {
        const string Path = "/api/v1/configuration/brokers/" + BenchBroker.BrokerName;
        var broker = (await client.GetFromJsonAsync<JsonObject>(Path))!["broker"]!;
        broker["settings"]!["displayName"] = name;
        using var answer = await client.PutAsJsonAsync(Path, broker);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The change was refused with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task<string?> NameAsync(HttpClient client) =>
        (string?)(await client.GetFromJsonAsync<JsonObject>($"/api/v1/configuration/brokers?search={BenchBroker.BrokerName}"))!["brokers"]![0]!["displayName"];
}

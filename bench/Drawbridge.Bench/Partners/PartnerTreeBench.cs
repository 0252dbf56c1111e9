using System.Diagnostics;
using System.Net.Http.Headers;
using Drawbridge.Bench.Brokers;

namespace Drawbridge.Bench.Partners;

/// <summary>
/// What is asked about one partner and one trader among a million traders, below fifty levels of partners, against the same in a tree of a
/// thousand that is as deep.
/// </summary>
internal sealed class PartnerTreeBench(Func<string, Task<string>> createDatabase, string folder, Plan plan)
{
    private const int ManyChains = 1_000;
    private const int Requests = 100;

    public async Task RunAsync(Report report, string suffix)
    {
        await using var many = await TreeNode.StartAsync(createDatabase, Path.Combine(folder, "many"), ManyChains);
        await using var few = await TreeNode.StartAsync(createDatabase, Path.Combine(folder, "few"), chains: 1);
        foreach (var (name, ask) in _questions)
        {
            var (manies, fews) = (new List<double>(), new List<double>());
            await MeasureAsync(many, ask);
            await MeasureAsync(few, ask);
            for (var round = 0; round < plan.Rounds; round++)
            {
                manies.Add(await MeasureAsync(many, ask));
                fews.Add(await MeasureAsync(few, ask));
            }

            report.Add($"partners_million_{name}_vs_thousand{suffix}", Series.MedianRatio(manies, fews));
            report.Add($"partners_million_{name}_ms{suffix}", manies.Median());
        }
    }

    private static readonly (string Name, Func<TreeNode, Task> Ask)[] _questions =
    [
        ("partner", static node => node.AskAsync($"/api/v1/partners/{node.Partner}")),
        ("traders", static node => node.AskAsync($"/api/v1/partners/{node.Partner}/traders")),
        ("as_of", static node => node.AskAsync($"/api/v1/traders/{node.Trader}/attribution?asOf={TimeProvider.System.GetUtcNow().AddDays(-7):yyyy-MM-ddTHH:mm:ssZ}")),
        ("page", static node => node.Staff.GetAsync($"/console/partners/{node.Partner}")),
        ("network_page", static node => node.Staff.GetAsync($"/console/partners/{node.Partner - 1}/network")),
        ("list_page", static node => node.Staff.GetAsync("/console/partners")),
    ];

    /// <summary>What half of the answers took at most, in milliseconds.</summary>
    private static async Task<double> MeasureAsync(TreeNode node, Func<TreeNode, Task> ask)
    {
        var times = new List<double>();
        for (var i = 0; i < Requests; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask(node);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times.Median();
    }

    private sealed class TreeNode : IAsyncDisposable
    {
        private readonly ServerProcess _server;
        private readonly HttpClient _http;

        private TreeNode(ServerProcess server, HttpClient http, StaffClient staff, int chains)
        {
            _server = server;
            _http = http;
            Staff = staff;
            (Partner, Trader) = (PartnerTreeData.PartnerOf(chains), PartnerTreeData.TraderOf(chains));
        }

        public StaffClient Staff { get; }

        public long Partner { get; }

        public long Trader { get; }

        public static async Task<TreeNode> StartAsync(Func<string, Task<string>> createDatabase, string folder, int chains)
        {
            Directory.CreateDirectory(folder);
            var database = await createDatabase(folder);
            await using (await BrokersNode.StartServerAsync(database, folder, count: 1))
            {
                await PartnerTreeData.FillAsync(database, chains);
            }

            var server = await BrokersNode.StartServerAsync(database, folder, count: 1); // which looks at what is there now
            var http = server.NewClient();
            http.BaseAddress = server.Url;
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(Path.Combine(folder, BenchServer.ManagementKeyFile)));
            return new(server, http, await StaffClient.SignInAsync(server), chains);
        }

        public async Task AskAsync(string path)
        {
            using var answer = await _http.GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{path} answered {answer.StatusCode}: {text}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            Staff.Dispose();
            _http.Dispose();
            await _server.DisposeAsync();
        }
    }
}

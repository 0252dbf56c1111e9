using Drawbridge.Cli.Up;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Cli.Conform.Self;

/// <summary>
/// Drawbridge itself as targets: an installation like that of <c>drawbridge up</c> with brokers of both identity options, a second one whose CRMs let names be absent and
/// give an <c>inappToken</c>, and a platform whose CRM the runner plays. All on free ports and in a folder that is gone afterwards.
/// </summary>
internal sealed class SelfSides : IAsyncDisposable
{
    /// <summary>Both sides and the browser share this machine, which may have other things to do: slowness is no fault here.</summary>
    public static readonly PlanLimits Limits = new() { Call = TimeSpan.FromSeconds(40), Case = TimeSpan.FromSeconds(180), Tabs = 2 * Environment.ProcessorCount };

    private readonly string _folder;
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<ConformancePlan> _plans = [];

    private SelfSides(string folder) => _folder = folder;

    /// <summary>What is looked at, in this order.</summary>
    public IReadOnlyList<ConformancePlan> Plans => _plans;

    public static async Task<SelfSides> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var self = new SelfSides(Directory.CreateTempSubdirectory("drawbridge-self-").FullName);
        try
        {
            await self.AddAsync(time, cancellationToken);
            return self;
        }
        catch
        {
            await self.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a plan offers what a case needs.</summary>
    public static bool Offers(ConformancePlan plan, ConformanceCase one) => PlanCapabilities.Of(plan, BrowserFinder.Find() is not null) is var offered && one.Needs.All(offered.Contains);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A database that is still being closed; the system cleans its folder of temporary files.
        }
    }

    private async Task AddAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var strict = SelfInstallation.Open(Path.Combine(_folder, "strict"), SelfSeed.Strict, time);
        _parts.Add(strict);
        var lenient = SelfInstallation.Open(Path.Combine(_folder, "lenient"), SelfSeed.Lenient, time);
        _parts.Add(lenient);
        var platform = SelfPlatform.Open(Path.Combine(_folder, "platform"), time);
        _parts.Add(platform);
        await Task.WhenAll(strict.StartAsync(cancellationToken), lenient.StartAsync(cancellationToken), platform.StartAsync(cancellationToken));
        _plans.Add(await strict.PlanAsync("Drawbridge with single sign-on", DemoNames.TradingTech, cancellationToken));
        _plans.Add(await strict.PlanAsync("Drawbridge with handoff", DemoNames.FinancialHouseLight, cancellationToken));
        _plans.Add(await lenient.PlanAsync("Drawbridge with optional names", DemoNames.TradingTech, cancellationToken));
        _plans.Add(platform.Plan);
    }
}

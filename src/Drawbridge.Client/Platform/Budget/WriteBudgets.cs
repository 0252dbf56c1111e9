using System.Collections.Concurrent;

namespace Drawbridge.Client.Platform.Budget;

/// <summary>The budget of each manager at each platform: brokers with the same manager share it (B2P-0-13).</summary>
internal sealed class WriteBudgets(WriteBudgetOptions options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(string Platform, long Manager), Lazy<WriteBudget>> _budgets = new();

    /// <summary>Null when there is no limit.</summary>
    public WriteBudget? Of(PlatformPeer peer) => options.WritesPerHour == 0
        ? null
        : _budgets.GetOrAdd((PlatformOf(peer), peer.Manager.Login), _ => new(() => new WriteBudget(options, time))).Value;

    public void Dispose()
    {
        foreach (var budget in _budgets.Values)
        {
            budget.Value.Dispose();
        }
    }

    /// <summary>The same however its endpoints are listed.</summary>
    private static string PlatformOf(PlatformPeer peer) =>
        string.Join(' ', peer.Endpoints.Select(static endpoint => endpoint.AbsoluteUri).Order(StringComparer.Ordinal));
}

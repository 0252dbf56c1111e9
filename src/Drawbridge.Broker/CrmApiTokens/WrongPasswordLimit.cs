using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>
/// Slows down who tries passwords of call 4.1: after so many wrong ones within the window, 429 until the window is over (ERR-19). Counted
/// for each CRM and address, so that nobody can shut the platform out from elsewhere; per node, because the password has too many bits to
/// be found by multiplying the tries with the number of nodes.
/// </summary>
internal sealed class WrongPasswordLimit(TimeProvider time, IOptions<CrmApiTokenOptions> options)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<Caller, Failures> _failures = new();

    /// <summary>How long the caller has to wait, or null.</summary>
    public TimeSpan? WaitOf(Caller caller)
    {
        if (!_failures.TryGetValue(caller, out var failures) || failures.Count < options.Value.WrongPasswordsAllowed)
        {
            return null;
        }

        var rest = options.Value.WrongPasswordWindow - time.GetElapsedTime(failures.Since);
        return rest > TimeSpan.Zero ? rest : null;
    }

    public void CountFailure(Caller caller)
    {
        if (_failures.Count >= MostRemembered)
        {
            Sweep();
        }

        _failures.AddOrUpdate(
            caller,
            _ => new(1, time.GetTimestamp()),
            (_, old) => IsOver(old) ? new(1, time.GetTimestamp()) : old with { Count = old.Count + 1 });
    }

    public void Forget(Caller caller) => _failures.TryRemove(caller, out _);

    private bool IsOver(Failures failures) => time.GetElapsedTime(failures.Since) >= options.Value.WrongPasswordWindow;

    private void Sweep()
    {
        foreach (var old in _failures.Where(entry => IsOver(entry.Value)))
        {
            _failures.TryRemove(old);
        }
    }

    /// <summary>Who tries.</summary>
    internal readonly record struct Caller(long CrmId, IPAddress? Address);

    private sealed record Failures(int Count, long Since);
}

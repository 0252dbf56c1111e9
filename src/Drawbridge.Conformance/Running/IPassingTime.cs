namespace Drawbridge.Conformance.Running;

/// <summary>Lets time pass at the target.</summary>
public interface IPassingTime
{
    /// <summary>Whether the time passes at once, and for everybody.</summary>
    bool IsVirtual { get; }

    /// <summary>A case that waits begins; it ends when what is returned is disposed.</summary>
    IDisposable Enter();

    /// <summary>Returns when that much time has passed at the target.</summary>
    Task WaitAsync(TimeSpan time, CancellationToken cancellationToken);
}

/// <summary>Time as it is.</summary>
public sealed class RealTime(TimeProvider provider) : IPassingTime
{
    public bool IsVirtual => false;

    public IDisposable Enter() => new Nothing();

    public Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, provider, cancellationToken);

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

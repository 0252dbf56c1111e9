namespace Drawbridge.Storage;

/// <summary>More work waits than may wait. The work was not begun: the caller may safely answer "try again later".</summary>
public sealed class StorageBusyException : Exception
{
    public StorageBusyException()
        : this("The storage has as much work waiting as it accepts.")
    {
    }

    public StorageBusyException(string message)
        : base(message)
    {
    }

    public StorageBusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

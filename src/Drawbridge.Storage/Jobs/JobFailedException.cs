namespace Drawbridge.Storage.Jobs;

/// <summary>Thrown by a handler for a job that no further attempt can do. The message is kept with the job.</summary>
public sealed class JobFailedException : Exception
{
    public JobFailedException()
    {
    }

    public JobFailedException(string message)
        : base(message)
    {
    }

    public JobFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

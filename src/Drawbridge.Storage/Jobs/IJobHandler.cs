namespace Drawbridge.Storage.Jobs;

/// <summary>Does the jobs of one queue.</summary>
public interface IJobHandler
{
    /// <summary>Its name, unique in the database.</summary>
    string Queue { get; }

    /// <summary>
    /// Does one job. It may have been done before, in part or in whole. What it throws makes it wait for another attempt, except for
    /// <see cref="JobFailedException"/>. The token is cancelled when the node stops and when the job takes too long.
    /// </summary>
    Task HandleAsync(Job job, CancellationToken cancellationToken);
}

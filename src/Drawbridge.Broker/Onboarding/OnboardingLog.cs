using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Onboarding;

/// <summary>Log messages of onboarding (BID-9). No address, token or password.</summary>
internal static partial class OnboardingLog
{
    [LoggerMessage(LogLevel.Information, "{Kind} task {TaskId} of user {UserId} at {BrokerName} of {BrokerCrmName} is done")]
    public static partial void TaskDone(ILogger logger, TaskKind kind, long taskId, long userId, string brokerName, string brokerCrmName);

    [LoggerMessage(LogLevel.Information,
        "Task {TaskId}: user {UserId} at {BrokerName} of {BrokerCrmName} is known to the platform and has to prove control of the address")]
    public static partial void ProofNeeded(ILogger logger, long taskId, long userId, string brokerName, string brokerCrmName);

    [LoggerMessage(LogLevel.Warning,
        "{Kind} task {TaskId} of user {UserId} at {BrokerName} of {BrokerCrmName} is put off: {Error}. Next attempt {NextAttemptAt:O}")]
    public static partial void TaskPostponed(
        ILogger logger, TaskKind kind, long taskId, long userId, string brokerName, string brokerCrmName, string error, DateTimeOffset nextAttemptAt);

    [LoggerMessage(LogLevel.Error,
        "{Kind} task {TaskId} of user {UserId} at {BrokerName} of {BrokerCrmName} is stuck: {Code} {Error}. Somebody has to look and retry it")]
    public static partial void TaskStuck(
        ILogger logger, TaskKind kind, long taskId, long userId, string brokerName, string brokerCrmName, string code, string? error);

    [LoggerMessage(LogLevel.Error, "Task {TaskId} at {BrokerName} of {BrokerCrmName} failed unexpectedly")]
    public static partial void StepFailed(ILogger logger, Exception exception, long taskId, string brokerName, string brokerCrmName);

    [LoggerMessage(LogLevel.Warning, "Task {TaskId} at {BrokerName} of {BrokerCrmName} was taken over by another process")]
    public static partial void ClaimLost(ILogger logger, long taskId, string brokerName, string brokerCrmName);

    [LoggerMessage(LogLevel.Warning, "The claim on task {TaskId} could not be renewed")]
    public static partial void LeaseNotRenewed(ILogger logger, Exception exception, long taskId);

    [LoggerMessage(LogLevel.Error, "Task {TaskId} could not be run; it goes on when its claim ends")]
    public static partial void RunFailed(ILogger logger, Exception exception, long taskId);

    [LoggerMessage(LogLevel.Information, "Took over {Count} tasks of a process that ended")]
    public static partial void TookOver(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "Due tasks could not be looked for")]
    public static partial void WorkerFailed(ILogger logger, Exception exception);
}

namespace DotnetBroker;

/// <summary>One line a request, without its query, because tokens stand there (P2B-0-16); and the answer when something unexpected fails.</summary>
public sealed partial class RequestLog(RequestDelegate next, BrokerSettings settings, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogFailure(context.TraceIdentifier, e.GetType().Name, e.StackTrace);
            await CrmError.Unknown(context.TraceIdentifier).ExecuteAsync(context); // ERR-18
        }

        LogAnswer(context.Request.Method, context.Request.Path, context.Response.StatusCode, settings.BrokerName, settings.BrokerCrmName);
    }

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} {Status} {BrokerName} {BrokerCrmName}")]
    private partial void LogAnswer(string method, string path, int status, string brokerName, string brokerCrmName);

    [LoggerMessage(2, LogLevel.Error, "{Reference}: {Kind} {Trace}")]
    private partial void LogFailure(string reference, string kind, string? trace);
}

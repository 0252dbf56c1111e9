using Drawbridge.Broker.Brokers;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Screens;

/// <summary>303: go there with GET, whatever the request was, and tell nobody where from.</summary>
internal sealed class SeeOther(string url) : IResult
{
    public string Url => url;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ScreenHeaders.Apply(httpContext.Response, httpContext.FindBroker());
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = url;
        return Task.CompletedTask;
    }
}

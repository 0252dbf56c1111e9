using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Faults;

/// <summary>Behind the journal, where the network begins: lets the faults that were drawn befall a call to a CRM.</summary>
internal sealed class FaultyConnection(FaultRegistry faults, WrongTokens tokens, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var hits = OutgoingFaults.Of(request);
        foreach (var latency in hits.Where(static hit => hit.Rule.Kind == FaultKind.Latency))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(latency.Rule.LatencyMs!.Value), time, cancellationToken);
        }

        return hits.FirstOrDefault(static hit => hit.Rule.Kind != FaultKind.Latency) is { } fault
            ? await SendAsync(request, fault, cancellationToken)
            : await base.SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Fault fault, CancellationToken cancellationToken)
    {
        switch (fault.Rule.Kind)
        {
            case FaultKind.Error:
                return Refusal(request, fault.Rule);
            case FaultKind.DropBefore:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "A fault of the instrument.");
            case FaultKind.DropAfter:
                using (await base.SendAsync(request, cancellationToken))
                {
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "A fault of the instrument.");
                }

            case FaultKind.Malformed:
                return await BreakAsync(await base.SendAsync(request, cancellationToken), cancellationToken);
            case FaultKind.ExpiredCrmToken:
                WrongTokens.ExpireCrmApiToken(request);
                break;
            case FaultKind.SwappedToken when !await tokens.TrySwapAsync(request, cancellationToken):
                faults.TakeBack(fault);
                break;
            default:
                break;
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private static HttpResponseMessage Refusal(HttpRequestMessage request, FaultRule rule)
    {
        var body = new JsonObject { ["error"] = "Fault", ["message"] = "A fault of the instrument.", ["code"] = rule.ErrorCode };
        var response = new HttpResponseMessage((HttpStatusCode)rule.Status!) { RequestMessage = request, Content = new StringContent(body.ToJsonString()) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        response.Headers.RetryAfter = rule.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? new(TimeSpan.FromSeconds(1)) : null;
        return response;
    }

    private static async Task<HttpResponseMessage> BreakAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        var broken = BrokenAnswer.Of(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        response.Content.Dispose();
        response.Content = new ByteArrayContent(broken) { Headers = { ContentType = type } };
        return response;
    }
}

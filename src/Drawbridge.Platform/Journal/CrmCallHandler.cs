using Drawbridge.Client.Crm;
using Drawbridge.Platform.Clock;
using Drawbridge.Platform.Faults;
using Drawbridge.Platform.Hosting;

namespace Drawbridge.Platform.Journal;

/// <summary>Puts each call to a CRM into the journal.</summary>
internal sealed class CrmCallHandler(CallJournal journal, VirtualClock clock) : DelegatingHandler
{
    /// <summary>Marks a request that is no call of the protocol and does not belong into the journal.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsNoCall = new("Drawbridge.IsNoCall");

    private const int LongestBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(IsNoCall, out _))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var (at, offset, started) = (clock.Real.GetUtcNow(), clock.Offset, clock.GetTimestamp());
        var correlationId = CorrelationId.Current();
        request.Headers.Remove(CorrelationId.Header); // a call can come by twice
        request.Headers.TryAddWithoutValidation(CorrelationId.Header, correlationId);
        var sent = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : null;
        HttpResponseMessage? response = null;
        byte[]? received = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(LongestBody, cancellationToken); // longer than anything the protocol defines: an error
            received = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response;
        }
        catch
        {
            response?.Dispose();
            throw;
        }
        finally
        {
            request.Options.TryGetValue(CrmRequestInfo.Key, out var info);
            journal.Add(new()
            {
                At = at,
                VirtualTime = offset == TimeSpan.Zero ? null : at + offset,
                Direction = JournalEntry.FromPlatform,
                Call = info?.Call,
                Method = request.Method.Method,
                Route = request.RequestUri!.AbsolutePath,
                Url = request.RequestUri.GetLeftPart(UriPartial.Path),
                Query = Masking.Query(request.RequestUri.Query),
                Status = response is null ? 0 : (int)response.StatusCode,
                Milliseconds = clock.GetElapsedTime(started).TotalMilliseconds,
                RequestBody = Masking.Request(sent),
                ResponseBody = Masking.Response(received),
                BrokerName = info?.BrokerName.Value,
                BrokerCrmName = info?.BrokerCrmName.Value,
                CorrelationId = correlationId,
                Fault = FaultView.KindsOf(OutgoingFaults.Of(request)),
            });
        }
    }
}

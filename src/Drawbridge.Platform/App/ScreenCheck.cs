using System.Collections.Concurrent;
using Drawbridge.Client.Crm;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Journal;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Platform.App;

/// <summary>What can be said of a broker's screen without opening it.</summary>
/// <param name="Refusal">The header that forbids frames, null when none does or the screen gave no answer.</param>
/// <param name="IsCertain">False when it was the header of a refusal: without a token a screen may say something else than with one.</param>
internal sealed record ScreenCheckView(string? Refusal, bool IsCertain);

/// <summary>Asks a broker's screen for its headers, without a token.</summary>
internal sealed class ScreenCheck(BrokerDirectory brokers, IHttpClientFactory clients, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // One for each screen in the settings, so that nobody can make the platform bother a CRM more often than that.
    private readonly ConcurrentDictionary<string, (long At, ScreenHeaders? Headers)> _known = new(StringComparer.Ordinal);

    /// <summary>Null when the address is none of the broker's screens: nothing else is asked for anything.</summary>
    /// <param name="brokerName">The broker.</param>
    /// <param name="address">The screen, as it is configured.</param>
    /// <param name="app">Where the application is.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<ScreenCheckView?> FindAsync(string? brokerName, string? address, Uri app, CancellationToken cancellationToken)
    {
        if (brokers.FindBroker(brokerName) is not { } broker || !AppConfig.ScreensOf(broker).Contains(address))
        {
            return null;
        }

        var headers = await FindHeadersAsync(broker, address!, cancellationToken);
        return headers is null
            ? new(Refusal: null, IsCertain: false) // the browser itself notices a server that is not there
            : new(FramePermission.FindRefusal(new(address!, UriKind.Absolute), app, headers.Policies, headers.FrameOptions), headers.IsSuccess);
    }

    private async Task<ScreenHeaders?> FindHeadersAsync(PlatformBroker broker, string address, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(address, out var known) && time.GetElapsedTime(known.At) < Fresh)
        {
            return known.Headers;
        }

        var headers = await AskInTimeAsync(broker, address, cancellationToken);
        _known[address] = (time.GetTimestamp(), headers);
        return headers;
    }

    private async Task<ScreenHeaders?> AskInTimeAsync(PlatformBroker broker, string address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var identified = QueryHelpers.AddQueryString(address, new Dictionary<string, string?>
            {
                ["brokerName"] = broker.BrokerName.Value, ["brokerCrmName"] = broker.BrokerCrmName.Value,
            });
            return await AskAsync(new(identified, UriKind.Absolute), either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<ScreenHeaders> AskAsync(Uri screen, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(CrmClientRegistration.HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, screen); // HEAD is often answered by something else than the screen
        request.Headers.UserAgent.ParseAdd("Drawbridge-Simulator (may this be framed?)");
        request.Options.Set(CrmCallHandler.IsNoCall, true);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return new(Values(response, "Content-Security-Policy"), Values(response, "X-Frame-Options"), response.IsSuccessStatusCode);
    }

    private static IReadOnlyList<string> Values(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? [.. values] : [];

    private sealed record ScreenHeaders(IReadOnlyList<string> Policies, IReadOnlyList<string> FrameOptions, bool IsSuccess);
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>What every group of calls needs: for whom, on which terms, and how things are called on the wire.</summary>
internal sealed class PlatformCaller(
    PlatformPeer peer, CallTerms terms, PlatformTransport transport, IDictionary<string, string> paths, LostNames names, ILogger logger)
{
    public PlatformPeer Peer => peer;

    public LostNames Names => names;

    public ILogger Logger => logger;

    public string Crm => peer.BrokerCrmName.Value;

    public string Broker => peer.BrokerName.Value;

    public PlatformCaller With(CallTerms other) => new(peer, other, transport, paths, names, logger);

    public Task<PlatformResult<ManagerToken>> GetTokenAsync(CancellationToken cancellationToken) => transport.GetTokenAsync(peer, cancellationToken);

    /// <summary>A call whose answer is read by <paramref name="read"/>; null when it makes no sense.</summary>
    public Task<PlatformResult<T>> CallAsync<T>(
        PlatformCall call, Func<PlatformAnswer.Response, PlatformResult<T>.Answered?> read, CancellationToken cancellationToken) =>
        transport.CallAsync(peer, terms, At(call), read, cancellationToken);

    /// <summary>A call whose answer is an object.</summary>
    public Task<PlatformResult<T>> CallAsync<T>(PlatformCall call, JsonTypeInfo<T> type, Func<T, bool> isComplete, CancellationToken cancellationToken)
        where T : class =>
        CallAsync(
            call, response => Read(response, type) is { } value && isComplete(value) ? new PlatformResult<T>.Answered(value) : null, cancellationToken);

    /// <summary>A call without an answer.</summary>
    public Task<PlatformResult<NoContent>> CallAsync(PlatformCall call, CancellationToken cancellationToken) =>
        CallAsync(call, static _ => new PlatformResult<NoContent>.Answered(default), cancellationToken);

    /// <summary>The body as an object, null when it is something else.</summary>
    public T? Read<T>(PlatformAnswer.Response response, JsonTypeInfo<T> type)
        where T : class =>
        PlatformAnswerReader.TryParse(response, type, names);

    /// <summary>A body with the platform's keys.</summary>
    public byte[] Body<T>(T value, JsonTypeInfo<T> type) => names.ToWire(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>An answer that says nothing.</summary>
    public static bool IsBlank(PlatformAnswer.Response response) => !response.Body.AsSpan().ContainsAnyExcept(" \t\r\n"u8);

    private PlatformCall At(PlatformCall call) => paths.TryGetValue(call.Info.Number, out var path) ? call with { Template = path } : call;
}

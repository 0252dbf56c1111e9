using System.Net;
using System.Net.Http.Headers;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>
/// A body, possibly empty, that knows whether it was begun to be sent: until then the platform cannot have acted on the request. A write
/// without a body has an empty one, so that the framework does not repeat it when a kept connection turns out to be closed.
/// </summary>
internal sealed class CallBody : HttpContent
{
    private readonly byte[] _json;
    private int _begun;

    public CallBody(byte[]? json)
    {
        _json = json ?? [];
        Headers.ContentType = json is null ? null : new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
    }

    public bool Begun => Volatile.Read(ref _begun) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _begun, 1);
        await stream.WriteAsync(_json, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>A JSON body that knows whether it was begun to be sent: until then the platform cannot have acted on the request.</summary>
internal sealed class JsonBody : HttpContent
{
    private readonly byte[] _json;
    private int _begun;

    public JsonBody(byte[] json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
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

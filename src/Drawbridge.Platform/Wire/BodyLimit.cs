using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Wire;

/// <summary>The longest body that a call takes, where it is more than the usual 64 kB.</summary>
internal sealed record BodyLimit(int Bytes)
{
    private const int Usual = 64 * 1024;

    public static int Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? Usual;
}

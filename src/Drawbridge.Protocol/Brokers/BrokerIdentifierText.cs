using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Drawbridge.Protocol.Brokers;

/// <summary>What both broker identifiers are made of (BID-15).</summary>
internal static class BrokerIdentifierText
{
    private const int MaximumLength = 128;

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaximumLength } && !text.AsSpan().ContainsAnyExcept(Unreserved);
}

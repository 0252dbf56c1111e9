using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Attributes;

/// <summary>The limits of WebServices 4.14 to 4.22 (WS-91, WS-92, WS-94, WS-96, WS-99).</summary>
internal static class AttributeRules
{
    public const int LargestPage = 10_000;

    private const int MostIds = 10_000;
    private const int MostItems = 100;
    private const int MostPairs = 100;
    private const int MostNames = 100;
    private const int LongestName = 64;
    private const int LongestValue = 512;

    // The database counts milliseconds in 64 bits, a calendar ends in the year 9999.
    private const long LastMoment = 253402300799999;

    public static PlatformFault? Check(string kind, ListAttributesRequest request)
    {
        var count = request.Ids?.Count ?? 0;
        return Fault(
            ("ids", count > MostIds || (count == 0 && kind != AttributeKind.Traders)),
            ("pageSize", kind == AttributeKind.Traders && request.PageSize is { } size && (count > 0 || size is < 1 or > LargestPage)),
            ("cursor", kind == AttributeKind.Traders && request.Cursor is { } cursor && (count > 0 || cursor < 0)),
            ("name", request.Name is { } name && LengthOf(name) > LongestName),
            ("updatedFrom", request.UpdatedFrom is < 0 or > LastMoment));
    }

    public static PlatformFault? Check(UpdateAttributesRequest request)
    {
        var items = request.Items ?? [];
        return Fault(
            ("items", items.Count is < 1 or > MostItems),
            ("items.id", items.Any(static item => item?.Id is null)),
            ("items.attributes", items.Any(static item => item?.Attributes is not { Count: >= 1 and <= MostPairs })),
            ("items.attributes.name", Pairs(items).Any(static pair => LengthOf(pair?.Name) is < 1 or > LongestName)),
            ("items.attributes.value", Pairs(items).Any(static pair => LengthOf(pair?.Value) is < 1 or > LongestValue))); // WS-95
    }

    public static PlatformFault? Check(DeleteAttributesRequest request) => Fault(
        ("ids", request.Ids is not { Count: >= 1 and <= MostIds }),
        ("names", request.Names is { } names && (names.Count > MostNames || names.Any(static name => LengthOf(name) is < 1 or > LongestName))));

    private static IEnumerable<AttributePair?> Pairs(IReadOnlyList<AttributeItem?> items) => items.SelectMany(static item => item?.Attributes ?? []);

    /// <summary>Characters, not bytes and not halves of characters.</summary>
    private static int LengthOf(string? text) => text?.EnumerateRunes().Count() ?? 0;

    private static PlatformFault? Fault(params IEnumerable<(string Key, bool IsWrong)> keys)
    {
        var wrong = keys.Where(static key => key.IsWrong).Select(static key => key.Key).ToList();
        return wrong.Count > 0 ? PlatformFault.Invalid($"Missing, or outside the limits: {string.Join(", ", wrong)}.") : null; // WS-99
    }
}

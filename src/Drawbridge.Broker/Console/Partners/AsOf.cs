using System.Globalization;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>Times of forms: what a field of the kind <c>datetime-local</c> sends, in UTC as all times of the console.</summary>
internal static class AsOf
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>Null when there is none, or none that can be understood.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && at.Year is > 2000 and < 9000 ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    /// <summary>For the field.</summary>
    public static string Write(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}

using System.Security.Cryptography;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Partners.Programme;

/// <summary>Identifiers of partners (INV-7, FLOW-ATTR1-3): they stand in links and are read out on the telephone.</summary>
internal static class PartnerIdentifier
{
    private const int Length = 8;

    // Without what people mistake for something else.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>A new one, of about 40 random bits. It is no secret.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>Whether a broker may give it: 1 to 128 characters that need no escaping in an address (DEC-27).</summary>
    public static bool IsAllowed(string identifier) =>
        identifier.Length is > 0 and <= ScreenParameters.MaximumPartnerIdLength && identifier.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');
}

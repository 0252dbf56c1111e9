using System.Security.Cryptography;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>Somebody with an address that nobody else has.</summary>
internal sealed record Person(string Email, string Password, string FirstName, string LastName)
{
    public static Person New()
    {
        var unique = RandomNumberGenerator.GetHexString(10, lowercase: true);
        return new($"robin.{unique}@example.com", $"quiet lantern {unique} harbour", "Robin", "Okafor");
    }
}

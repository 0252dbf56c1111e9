using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>
/// A stored password of a user who came from another system and has not logged in since: checked as that system did, and made one of ours at the first
/// right one. A weak hash is never stored, only a strong hash over it.
/// </summary>
internal static class ImportedPassword
{
    private const string WrappedPrefix = "$wrapped$";

    private static readonly object AnyUser = new();

    /// <summary>Whether a stored text is not one of ours. Ours are Base64, which has no <c>$</c>.</summary>
    public static bool Is(string stored) => stored.Contains('$', StringComparison.Ordinal);

    /// <summary>Whether the password is the one of a stored text that <see cref="Is"/>.</summary>
    public static bool Verify(string stored, string password, PasswordHasher<object> hasher)
    {
        if (stored.StartsWith(WrappedPrefix, StringComparison.Ordinal))
        {
            var parts = stored[WrappedPrefix.Length..].Split('$');
            var old = OldDigest.Read(Encoding.UTF8.GetString(Convert.FromHexString(parts[0])));
            return hasher.VerifyHashedPassword(AnyUser, parts[1], old.Compute(password)) != PasswordVerificationResult.Failed;
        }

        return stored[..3] switch
        {
            "$2a" or "$2b" or "$2y" => Bcrypt.Verify(stored, password),
            "$5$" or "$6$" => Sha2Crypt.Verify(stored, password),
            _ => Pbkdf2Text.Verify(stored, password),
        };
    }

    /// <summary>A strong hash over an old one.</summary>
    public static string Wrap(OldDigest digest, string oldHash, PasswordHasher<object> hasher) =>
        $"{WrappedPrefix}{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(digest.Write()))}${hasher.HashPassword(AnyUser, oldHash)}";
}

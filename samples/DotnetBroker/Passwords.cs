using Drawbridge.Protocol;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DotnetBroker;

/// <summary>Passwords by PBKDF2, and who may log in with one.</summary>
public sealed class Passwords(Store store, AccessTokens tokens, Throttle throttle)
{
    private const int MostFailures = 10;

    private static readonly BrokerUser Nobody = new() { Email = "", FirstName = "", LastName = "", Language = "en" };

    private readonly PasswordHasher<BrokerUser> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private readonly Lazy<string> _nobodysHash = new(() => new PasswordHasher<BrokerUser>(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 })).HashPassword(Nobody, ""));

    public static bool IsUsable(string password) => password.Length is >= 8 and <= 128;

    /// <summary>SCR-74: addresses that hide the user's own are not taken.</summary>
    public static string? FaultOf(string email) =>
        !EmailText.IsValid(email) ? "errorEmail" : email.EndsWith("@privaterelay.appleid.com", StringComparison.OrdinalIgnoreCase) ? "errorRelay" : null;

    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    /// <summary>The user, or the key of what is wrong. It takes as long for somebody unknown as for somebody known.</summary>
    public (BrokerUser? User, string? Error) Check(HttpContext context, string email, string password)
    {
        var key = $"{context.Connection.RemoteIpAddress} {email.ToLowerInvariant()}";
        if (throttle.MustWait(key, MostFailures))
        {
            return (null, "errorTooMany");
        }

        var user = store.FindUser(email);
        if (_hasher.VerifyHashedPassword(Nobody, user?.PasswordHash ?? _nobodysHash.Value, password) == PasswordVerificationResult.Failed || user is null)
        {
            throttle.Fail(key);
            return (null, "errorLogin");
        }

        throttle.Forget(key);
        return (user, null);
    }

    /// <summary>Another password ends everything that the old one began.</summary>
    public void Set(BrokerUser user, string password)
    {
        var hash = Hash(password);
        store.Change(_ => user.PasswordHash = hash);
        tokens.LogOutEverywhere(user);
    }
}

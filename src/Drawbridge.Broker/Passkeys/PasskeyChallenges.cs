using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Passkeys;

/// <summary>What a challenge is for. One that was made for something is good for nothing else.</summary>
internal enum PasskeyUse
{
    LogIn,

    /// <summary>The second step behind a password.</summary>
    SecondFactor,

    /// <summary>Once more, in the middle of a session.</summary>
    StepUp,

    /// <summary>A new passkey.</summary>
    Register,
}

/// <summary>
/// Challenges that passkeys sign. They go sealed into the page and come back with the answer: for minutes, to this broker, from the browser that
/// got them, and once. Only answered ones are stored, so a page that is only looked at writes nothing.
/// </summary>
internal sealed class PasskeyChallenges(SealedText seal, Database database, TimeProvider time)
{
    /// <summary>How long a challenge can be answered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public string Seal(HttpContext context, PasskeyUse use, string state) =>
        seal.Seal(PurposeOf(use), $"{OwnerOf(context, context.GetScreen().FormKey)}|{state}", Lifetime);

    /// <summary>What was sealed, for the one time that it counts; null when it was changed, ended, is another broker's or browser's, or was answered before.</summary>
    public async Task<string?> TakeAsync(HttpContext context, PasskeyUse use, string? sealedState, CancellationToken cancellationToken)
    {
        if (ScreenForms.KeyOf(context.Request) is not { } key || seal.Open(PurposeOf(use), sealedState) is not { } text)
        {
            return null;
        }

        var owner = OwnerOf(context, key) + "|";
        if (!text.StartsWith(owner, StringComparison.Ordinal))
        {
            return null;
        }

        var state = text[owner.Length..];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(state));
        var isFirst = await database.WriteAsync(
            async session => await session.ExecuteAsync(
                "insert into passkey_challenges (hash, ends_at) values (@hash, @endsAt) on conflict (hash) do nothing",
                new { hash, endsAt = time.GetUtcNow() + Lifetime }) == 1,
            cancellationToken);
        return isFirst ? state : null;
    }

    /// <summary>Forgets answered challenges that have ended.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from passkey_challenges where ends_at <= @now", new { now }), cancellationToken);

    private static string PurposeOf(PasskeyUse use) => $"passkey-{use}";

    /// <summary>Broker and browser, by the random key that only this browser has in a cookie.</summary>
    private static string OwnerOf(HttpContext context, string formKey) => string.Create(CultureInfo.InvariantCulture, $"{context.GetBroker().Id}|{formKey}");
}

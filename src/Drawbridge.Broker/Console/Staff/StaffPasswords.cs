using System.Security.Cryptography;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Staff;

/// <summary>Passwords of staff: held to the same rules, hashed in the same queue and guessed as slowly as those of traders.</summary>
internal sealed class StaffPasswords(PasswordHashingQueue hashing, Throttle throttle)
{
    // Without letters and digits that look alike: it is read out and typed.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A password to hand over: 100 random bits in groups.</summary>
    public static string NewTemporary() =>
        string.Join('-', Enumerable.Range(0, 5).Select(static _ => RandomNumberGenerator.GetString(Alphabet, 4)));

    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) => hashing.HashAsync(password, cancellationToken);

    /// <summary>Whether it is the member's password. Who holds a session but not the password cannot try for ever.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public async Task<bool> IsRightAsync(HttpContext context, StaffMember member, string password, CancellationToken cancellationToken)
    {
        var rules = throttle.StaffLoginRules($"session|{UserStore.Normalize(member.Email)}", context.Connection.RemoteIpAddress, knownDevice: null);
        if (password.Length is 0 or > PasswordRules.MaximumLength || await throttle.CountAsync(rules, cancellationToken) is not null
            || !await hashing.VerifyAsync(member.PasswordHash, password, cancellationToken))
        {
            return false;
        }

        await throttle.ForgiveAsync(rules, cancellationToken);
        return true;
    }

    /// <summary>What is wrong with a new password, or null.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public async Task<string?> FindFaultAsync(string password, StaffCaller caller, CancellationToken cancellationToken) =>
        await PasswordRules.FindFaultAsync(hashing, password, caller.Brokers[0], [caller.Member.Email, caller.Member.Name, caller.Crm.Name.Value], cancellationToken) is { } fault
            ? TextCatalogue.In("en")[fault]
            : null;
}

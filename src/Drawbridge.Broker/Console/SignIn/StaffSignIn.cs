using System.Security.Cryptography;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.SignIn;

/// <summary>How signing in ended.</summary>
internal abstract record StaffSignInResult
{
    private StaffSignInResult()
    {
    }

    public sealed record SignedIn(StaffMember Member) : StaffSignInResult;

    /// <summary>Unknown, wrong, disabled, or a temporary password past its time: nobody is told which.</summary>
    public sealed record Refused : StaffSignInResult;

    public sealed record Throttled(TimeSpan RetryAfter) : StaffSignInResult;
}

/// <summary>Checks passwords of staff. It says the same in the same time whether the address is known or not: the same counters, one hash, one message.</summary>
internal sealed class StaffSignIn(
    StaffStore staff, StaffSessions sessions, AuditStore audit, PasswordHashingQueue hashing, Throttle throttle, SealedText seal, TimeProvider time)
{
    private const string DevicePurpose = "staff-device";
    private const string DeviceCookie = "__Host-console-device";
    private static readonly TimeSpan DeviceLifetime = TimeSpan.FromDays(180);

    /// <exception cref="HashingBusyException">Too many passwords wait; the attempt does not count.</exception>
    public async Task<StaffSignInResult> SignInAsync(HttpContext context, string email, string password, CancellationToken cancellationToken)
    {
        var normalized = UserStore.Normalize(email);
        var rules = throttle.StaffLoginRules(normalized, context.Connection.RemoteIpAddress, FindDevice(context.Request, normalized));
        if (await throttle.CountAsync(rules, cancellationToken) is { } wait)
        {
            return new StaffSignInResult.Throttled(wait);
        }

        var member = await staff.FindByEmailAsync(email, cancellationToken);
        if (!await IsRightAsync(member, password, rules, cancellationToken) || !await sessions.TryStartAsync(context, member!, cancellationToken))
        {
            return new StaffSignInResult.Refused();
        }

        await throttle.ForgiveAsync(rules, cancellationToken);
        RememberDevice(context.Response, normalized);
        await audit.AddAsync(
            new(member!.CrmId, member.Id, member.Email, "sign-in", "console") { CameFrom = context.Connection.RemoteIpAddress?.ToString() },
            time.GetUtcNow(),
            cancellationToken);
        return new StaffSignInResult.SignedIn(member);
    }

    private async Task<bool> IsRightAsync(StaffMember? member, string password, IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken)
    {
        try
        {
            if (member is null)
            {
                await hashing.CheckNobodyAsync(password, cancellationToken);
                return false;
            }

            return await hashing.VerifyAsync(member.PasswordHash, password, cancellationToken)
                && member.DisabledAt is null
                && (member.TemporaryUntil is null || member.TemporaryUntil > time.GetUtcNow());
        }
        catch (HashingBusyException)
        {
            await throttle.ForgiveAsync(rules, cancellationToken);
            throw;
        }
    }

    /// <summary>On a device where this address was signed in before, attempts are counted apart: who fails on purpose elsewhere locks nobody out.</summary>
    private string? FindDevice(HttpRequest request, string normalizedEmail) =>
        seal.Open(DevicePurpose, request.Cookies[DeviceCookie])?.Split('|', 2) is [var device, var email] && email == normalizedEmail ? device : null;

    private void RememberDevice(HttpResponse response, string normalizedEmail)
    {
        var device = RandomNumberGenerator.GetHexString(32, lowercase: true);
        response.Cookies.Append(
            DeviceCookie, seal.Seal(DevicePurpose, $"{device}|{normalizedEmail}", DeviceLifetime), StaffSessions.CookieOptions(DeviceLifetime));
    }
}

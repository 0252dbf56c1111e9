using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Console.SignIn;

/// <summary>Sessions of the console: an opaque handle in a cookie, known here by its hash only.</summary>
internal sealed class StaffSessions(
    StaffSessionStore store, StaffStore staff, BrokerDirectory directory, TimeProvider time, IOptions<ConsoleOptions> options)
{
    /// <summary>Header of what a page fetches by itself: it keeps nobody signed in who has gone away.</summary>
    public const string LiveHeader = "Drawbridge-Live";

    private const string Cookie = "__Host-console";
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session: always a new handle, and the one that the browser had before ends. False when the password was changed meanwhile.</summary>
    public async Task<bool> TryStartAsync(HttpContext context, StaffMember member, CancellationToken cancellationToken)
    {
        if (Read(context.Request) is { } previous)
        {
            await store.DeleteAsync(previous.Fingerprint(), cancellationToken);
        }

        var token = SessionToken.New();
        var now = time.GetUtcNow();
        if (!await store.TryAddAsync(token.Fingerprint(), member.Id, member.PasswordHash, now, now + options.Value.AbsoluteLifetime, cancellationToken))
        {
            return false;
        }

        context.Response.Cookies.Append(Cookie, token.Reveal(), CookieOptions(lifetime: null));
        return true;
    }

    /// <summary>Who is signed in, or null.</summary>
    public async Task<StaffCaller?> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Read(context.Request) is not { IsOurs: true } token || await store.FindAsync(token.Fingerprint(), cancellationToken) is not { } row)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (row.ExpiresAt <= now || row.LastSeenAt + options.Value.IdleLifetime <= now
            || directory.Current.FindCrm(row.CrmId) is not { } crm
            || await staff.FindAsync(row.CrmId, row.StaffId, cancellationToken) is not { } member)
        {
            return null;
        }

        if (now - row.LastSeenAt >= TouchInterval && !IsByItself(context.Request))
        {
            await store.TouchAsync(token.Fingerprint(), now, cancellationToken);
        }

        var brokers = directory.Current.BrokersOf(crm).Where(broker => member.BrokerIds.Count == 0 || member.BrokerIds.Contains(broker.Id));
        return new(member, token, crm, [.. brokers]);
    }

    /// <summary>Ends this session and takes its cookie away.</summary>
    public async Task EndAsync(HttpContext context, StaffCaller caller, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(caller.Session.Fingerprint(), cancellationToken);
        context.Response.Cookies.Append(Cookie, "", CookieOptions(TimeSpan.Zero));
    }

    /// <summary>Cookies of the console: for this host alone, unreadable for scripts, and never sent with what another site's page sends.</summary>
    public static CookieOptions CookieOptions(TimeSpan? lifetime) => new()
    {
        Path = "/",
        Secure = true,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        MaxAge = lifetime,
        IsEssential = true,
    };

    /// <summary>Whether a page asks without anybody having clicked.</summary>
    private static bool IsByItself(HttpRequest request) => request.Headers.ContainsKey(LiveHeader) || request.Path == ConsolePaths.Live;

    private static SessionToken? Read(HttpRequest request) => SessionToken.TryParse(request.Cookies[Cookie], out var token) ? token : null;
}

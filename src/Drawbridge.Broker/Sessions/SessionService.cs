using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Sessions;

/// <summary>
/// Sessions of the client area and of the way to a first account. The browser holds an opaque handle in a cookie; where it keeps no
/// cookies (a third-party iframe, SCR-76), the handle goes from form to form, sealed, and never stands in an address.
/// </summary>
internal sealed class SessionService(SessionStore store, SealedText seal, TimeProvider time, IOptions<SessionOptions> options)
{
    /// <summary>Name of the hidden field with the sealed handle.</summary>
    public const string Field = "session";

    private const string Purpose = "session";
    private static readonly TimeSpan FormLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session at a login: always a new handle, and the one that the browser had before ends.</summary>
    /// <param name="context">The request.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="userId">Who logged in.</param>
    /// <param name="kept">"Keep me logged in" was chosen.</param>
    /// <param name="withFactor">Whether the login took a second factor or a passkey.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ClientSession> StartAsync(
        HttpContext context, BrokerEntity broker, long userId, bool kept, bool withFactor, CancellationToken cancellationToken)
    {
        if (ReadCookie(context.Request, broker) is { } previous)
        {
            await store.DeleteAsync(previous.Fingerprint(), broker.Id, cancellationToken);
        }

        var token = SessionToken.New();
        var now = time.GetUtcNow();
        var lifetime = options.Value.AbsoluteLifetimeOf(kept);
        await store.AddAsync(
            token.Fingerprint(),
            broker.Id,
            new()
            {
                UserId = userId, Kept = kept, Device = DeviceName.TextOf(context.Request.Headers.UserAgent), ProvedAt = now, FactorAt = withFactor ? now : null,
                CreatedAt = now, LastSeenAt = now, ExpiresAt = now + lifetime,
            },
            cancellationToken);
        context.Response.Cookies.Append(CookieOf(broker), token.Reveal(), ScreenCookies.Options(kept ? lifetime : null));
        return new(token, userId, kept, InForm: false) { ProvedAt = now, FactorAt = withFactor ? now : null };
    }

    /// <summary>The session of this request, from the form if it carries one, else from the cookie; null when there is none that lives.</summary>
    public async Task<ClientSession?> FindAsync(HttpContext context, BrokerEntity broker, CancellationToken cancellationToken) =>
        await ReadHandleAsync(context, broker, cancellationToken) is var (token, isInForm) ? await FindAsync(token, broker, isInForm, cancellationToken) : null;

    /// <summary>
    /// Whether the session of this request was ended, by a logout here or elsewhere, or long ago. Looking is no use of it: it does not become younger.
    /// </summary>
    public async Task<bool> IsEndedAsync(HttpContext context, BrokerEntity broker, CancellationToken cancellationToken) =>
        await ReadHandleAsync(context, broker, cancellationToken) is not (var token, _) || await store.FindAsync(token.Fingerprint(), broker.Id, cancellationToken) is null;

    /// <summary>The handle for a form, unreadable.</summary>
    public string Seal(ClientSession session) => seal.Seal(Purpose, session.Token.Reveal(), FormLifetime);

    /// <summary>The user has proved once more who he is.</summary>
    public Task ProveAsync(BrokerEntity broker, ClientSession session, bool withFactor, CancellationToken cancellationToken) =>
        store.ProveAsync(session.Token.Fingerprint(), broker.Id, withFactor, time.GetUtcNow(), cancellationToken);

    /// <summary>Ends this session and takes its cookie away.</summary>
    public async Task EndAsync(HttpContext context, BrokerEntity broker, ClientSession session, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(session.Token.Fingerprint(), broker.Id, cancellationToken);
        Forget(context.Response, broker);
    }

    /// <summary>Ends every session of a user at a broker, on every device (P2B-4.5-5).</summary>
    public Task EndAllAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        store.DeleteAllAsync(broker.Id, userId, cancellationToken);

    /// <summary>Takes the cookie away.</summary>
    public static void Forget(HttpResponse response, BrokerEntity broker) =>
        response.Cookies.Append(CookieOf(broker), "", ScreenCookies.Options(TimeSpan.Zero));

    private async Task<ClientSession?> FindAsync(SessionToken token, BrokerEntity broker, bool isInForm, CancellationToken cancellationToken)
    {
        if (!token.IsOurs || await store.FindAsync(token.Fingerprint(), broker.Id, cancellationToken) is not { } row)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (row.ExpiresAt <= now || row.LastSeenAt + options.Value.IdleLifetimeOf(row.Kept) <= now)
        {
            return null;
        }

        if (now - row.LastSeenAt >= TouchInterval)
        {
            await store.TouchAsync(token.Fingerprint(), now, cancellationToken);
        }

        return new(token, row.UserId, row.Kept, isInForm) { ProvedAt = row.ProvedAt, FactorAt = row.FactorAt };
    }

    private async Task<(SessionToken Token, bool IsInForm)?> ReadHandleAsync(HttpContext context, BrokerEntity broker, CancellationToken cancellationToken)
    {
        if (context.Request.HasFormContentType
            && await ScreenForms.ReadAsync(context.Request, cancellationToken) is { } form
            && SessionToken.TryParse(seal.Open(Purpose, form[Field].ToString()), out var inForm))
        {
            return (inForm, true);
        }

        return ReadCookie(context.Request, broker) is { } inCookie ? (inCookie, false) : null;
    }

    private static SessionToken? ReadCookie(HttpRequest request, BrokerEntity broker) =>
        SessionToken.TryParse(request.Cookies[CookieOf(broker)], out var token) ? token : null;

    /// <summary>One per broker, because brokers may share a host.</summary>
    private static string CookieOf(BrokerEntity broker) => $"__Host-session-{broker.Id.ToString(CultureInfo.InvariantCulture)}";
}

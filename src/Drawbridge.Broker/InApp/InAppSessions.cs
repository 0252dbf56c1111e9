using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.InApp;

/// <summary>
/// Sessions of in-app screens (SCR-38). The handle is in a cookie for one action of one broker, and sealed in every form, which is where it
/// is taken from first: two screens that are open side by side keep apart, and a web view without cookies works (SCR-76).
/// </summary>
internal sealed class InAppSessions(InAppSessionStore store, SealedText seal, TimeProvider time, IOptions<InAppOptions> options)
{
    private const string Purpose = "in-app";

    /// <summary>Trades an OT token of ours for a session (FLOW-INAPP-7).</summary>
    public async Task<InAppOpening> OpenAsync(
        HttpContext context, BrokerEntity broker, InAppAction action, OneTimeToken token, long? account, CancellationToken cancellationToken)
    {
        if (!token.IsOurs)
        {
            return new InAppOpening.Unknown();
        }

        var start = NewSession(broker, action, account, out var handle);
        var outcome = await store.StartAsync(token.Fingerprint(), start, cancellationToken);
        return outcome switch
        {
            { Consumed: true } => Opened(context, broker, new(handle, outcome.UserId, action, account)),
            { BrokerId: null } => new InAppOpening.Unknown(),
            { BrokerId: { } owner } when owner != broker.Id => new InAppOpening.OtherBroker(), // BID-28
            { Revoked: true } or { Used: true } => new InAppOpening.NotFound(), // P2B-OT-9
            _ => new InAppOpening.Expired(),
        };
    }

    /// <summary>Begins the session of a user whose token the platform has redeemed (FLOW-HANDOFF-6).</summary>
    public async Task<InAppOpening.Opened> BeginAsync(
        HttpContext context, BrokerEntity broker, InAppAction action, OneTimeToken token, long userId, long account, CancellationToken cancellationToken)
    {
        var start = NewSession(broker, action, account, out var handle);
        await store.AddAsync(userId, token.Fingerprint(), start, cancellationToken);
        return Opened(context, broker, new(handle, userId, action, account));
    }

    /// <summary>Begins the session of a user who is logged in to the client area, and comes from there: without any token.</summary>
    public async Task BeginAsync(HttpContext context, BrokerEntity broker, InAppAction action, long userId, long? account, CancellationToken cancellationToken)
    {
        var start = NewSession(broker, action, account, out var handle);
        await store.AddAsync(userId, handle.Fingerprint(), start, cancellationToken);
        Opened(context, broker, new(handle, userId, action, account));
    }

    /// <summary>The session of this request, from the form if it carries one, else from the cookie of the action; null when there is none that lives.</summary>
    public async Task<InAppSession?> FindAsync(HttpContext context, BrokerEntity broker, InAppAction action, CancellationToken cancellationToken) =>
        (await FindWithTokenAsync(context, broker, action, cancellationToken))?.Session;

    /// <summary>The session that a token opened before, when its address is loaded again in the same browser.</summary>
    public async Task<InAppSession?> FindOpenedByAsync(
        HttpContext context, BrokerEntity broker, InAppAction action, OneTimeToken token, CancellationToken cancellationToken) =>
        await FindWithTokenAsync(context, broker, action, cancellationToken) is { } found
        && CryptographicOperations.FixedTimeEquals(found.TokenHash, token.Fingerprint().ToBytes())
            ? found.Session
            : null;

    /// <summary>The handle for a form, unreadable.</summary>
    public string Seal(InAppSession session) => seal.Seal(Purpose, session.Token.Reveal(), options.Value.SessionLifetime);

    /// <summary>Settles the account of a session that has none yet.</summary>
    public async Task<InAppSession> ChooseAccountAsync(BrokerEntity broker, InAppSession session, long account, CancellationToken cancellationToken)
    {
        await store.ChooseAccountAsync(session.Token.Fingerprint(), broker.Id, account, cancellationToken);
        return session with { Account = account };
    }

    /// <summary>The user has proved with a second step who he is.</summary>
    public Task ProveAsync(BrokerEntity broker, InAppSession session, CancellationToken cancellationToken) =>
        store.ProveAsync(session.Token.Fingerprint(), broker.Id, cancellationToken);

    /// <summary>Ends the session: the action is done.</summary>
    public async Task EndAsync(HttpContext context, BrokerEntity broker, InAppSession session, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(session.Token.Fingerprint(), broker.Id, cancellationToken);
        context.Response.Cookies.Append(CookieOf(broker, session.Action), "", ScreenCookies.Options(TimeSpan.Zero));
    }

    private NewInAppSession NewSession(BrokerEntity broker, InAppAction action, long? account, out SessionToken handle)
    {
        handle = SessionToken.New();
        return new(handle.Fingerprint(), broker.Id, action, account, time.GetUtcNow() + options.Value.SessionLifetime);
    }

    private static InAppOpening.Opened Opened(HttpContext context, BrokerEntity broker, InAppSession session)
    {
        context.Response.Cookies.Append(CookieOf(broker, session.Action), session.Token.Reveal(), ScreenCookies.Options(lifetime: null));
        return new(session);
    }

    private async Task<(InAppSession Session, byte[] TokenHash)?> FindWithTokenAsync(
        HttpContext context, BrokerEntity broker, InAppAction action, CancellationToken cancellationToken)
    {
        if (await ReadHandleAsync(context, broker, action, cancellationToken) is not { IsOurs: true } handle
            || await store.FindAsync(handle.Fingerprint(), broker.Id, cancellationToken) is not { } row
            || row.Action != action // what opened for one action is good for no other
            || row.ExpiresAt <= time.GetUtcNow())
        {
            return null;
        }

        return (new(handle, row.UserId, row.Action, row.Account) { FactorAt = row.FactorAt }, row.TokenHash);
    }

    private async Task<SessionToken?> ReadHandleAsync(HttpContext context, BrokerEntity broker, InAppAction action, CancellationToken cancellationToken)
    {
        if (context.Request.HasFormContentType && await ScreenForms.ReadAsync(context.Request, cancellationToken) is { } form && form.ContainsKey(SessionService.Field))
        {
            return SessionToken.TryParse(seal.Open(Purpose, form[SessionService.Field].ToString()), out var inForm) ? inForm : null;
        }

        return SessionToken.TryParse(context.Request.Cookies[CookieOf(broker, action)], out var inCookie) ? inCookie : null;
    }

    /// <summary>One per broker, because brokers may share a host, and per action, so that one does not end another.</summary>
    private static string CookieOf(BrokerEntity broker, InAppAction action) =>
        $"__Host-inapp-{broker.Id.ToString(CultureInfo.InvariantCulture)}-{((int)action).ToString(CultureInfo.InvariantCulture)}";
}

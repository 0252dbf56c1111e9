using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.Mail;
using Drawbridge.Broker.Mail.Texts;
using Drawbridge.Broker.PasswordReset;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.SignIn;

/// <summary>Mails to users, in their language, not more often than the throttle allows.</summary>
internal sealed class AccountMails(MailQueue queue, Throttle throttle, IOptions<MailOptions> options, TimeProvider time, ILogger<AccountMails> log)
{
    /// <summary>How long it is worth telling somebody of what happened.</summary>
    private static readonly TimeSpan NewsLifetime = TimeSpan.FromHours(12);

    /// <summary>False when no mail can be sent; screens say so.</summary>
    public bool CanSend => queue.IsConfigured;

    /// <summary>Tells the owner of an address that somebody tried to sign up with it.</summary>
    public async Task TellAccountExistsAsync(HttpContext context, BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        if (CanSend && AccountExists(context, broker, user) is { } mail && await MayAsync(context, broker, user.Email, cancellationToken) is null)
        {
            await queue.AddAsync(mail, NewsLifetime, cancellationToken);
        }
    }

    /// <summary>Tells the owner of an address that somebody tried to have it; null where no link can be made.</summary>
    public MailMessage? AccountExists(HttpContext context, BrokerEntity broker, BrokerUser owner) =>
        UrlOf(context, broker, ScreenPaths.Reset) is { } url ? BrokerMails.Exists(broker, TextsOf(broker, owner), owner.Email, url) : null;

    /// <summary>A code for an address that is to become the user's.</summary>
    public static MailMessage Code(BrokerEntity broker, BrokerUser user, string to, string code) => BrokerMails.Code(broker, TextsOf(broker, user), to, code);

    /// <summary>Tells a user that the password is another one.</summary>
    public MailMessage PasswordChanged(HttpContext context, BrokerEntity broker, BrokerUser user) =>
        BrokerMails.PasswordChanged(broker, TextsOf(broker, user), user.Email, UrlOf(context, broker, ScreenPaths.Reset));

    /// <summary>Tells the address that no longer counts.</summary>
    public static MailMessage EmailChanged(BrokerEntity broker, BrokerUser user) => BrokerMails.News(broker, TextsOf(broker, user), user.Email, MailTextKey.MailEmailSubject, MailTextKey.MailEmailIntro);

    /// <summary>Tells a user that a second factor is asked for from now on.</summary>
    public static MailMessage SecondFactorOn(BrokerEntity broker, BrokerUser user) =>
        BrokerMails.News(broker, TextsOf(broker, user), user.Email, MailTextKey.MailFactorOnSubject, MailTextKey.MailFactorOnIntro);

    /// <summary>Tells a user that the password alone is enough from now on.</summary>
    public static MailMessage SecondFactorOff(BrokerEntity broker, BrokerUser user) =>
        BrokerMails.News(broker, TextsOf(broker, user), user.Email, MailTextKey.MailFactorOffSubject, MailTextKey.MailFactorOffIntro);

    /// <summary>Tells a user that a passkey logs in from now on.</summary>
    public static MailMessage PasskeyAdded(BrokerEntity broker, BrokerUser user) =>
        BrokerMails.News(broker, TextsOf(broker, user), user.Email, MailTextKey.MailPasskeyAddedSubject, MailTextKey.MailPasskeyAddedIntro);

    /// <summary>Tells a user that a passkey no longer logs in.</summary>
    public static MailMessage PasskeyRemoved(BrokerEntity broker, BrokerUser user) =>
        BrokerMails.News(broker, TextsOf(broker, user), user.Email, MailTextKey.MailPasskeyRemovedSubject, MailTextKey.MailPasskeyRemovedIntro);

    /// <summary>Tells a user that staff has taken every second step away.</summary>
    public static MailMessage SecondFactorReset(BrokerEntity broker, BrokerUser user) =>
        BrokerMails.News(broker, TextsOf(broker, user), user.Email, MailTextKey.MailFactorResetSubject, MailTextKey.MailFactorResetIntro);

    /// <summary>Tells a user that somebody had no authenticator app but a recovery code.</summary>
    public static MailMessage RecoveryCodeUsed(BrokerEntity broker, BrokerUser user) =>
        BrokerMails.News(broker, TextsOf(broker, user), user.Email, MailTextKey.MailRecoverySubject, MailTextKey.MailRecoveryIntro);

    /// <summary>
    /// Tells a user of a login on a device that was not seen before. Not more than a few an hour: where a browser keeps no cookies, every
    /// device looks new.
    /// </summary>
    public async Task TellOfLoginAsync(HttpContext context, BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        if (CanSend && await throttle.CountAsync(throttle.NoticeRules(broker, user.Id), cancellationToken) is null)
        {
            var mail = BrokerMails.NewLogin(
                broker,
                TextsOf(broker, user),
                user.Email,
                DeviceName.TextOf(context.Request.Headers.UserAgent),
                time.GetUtcNow(),
                UrlOf(context, broker, ScreenPaths.Reset));
            await queue.AddAsync(mail, NewsLifetime, cancellationToken);
        }
    }

    /// <summary>Sends news as a part of the caller's write, if there are any and mail can be sent.</summary>
    public Task TellAsync(DbSession session, MailMessage? mail) => mail is null || !CanSend ? Task.CompletedTask : queue.AddAsync(session, mail, NewsLifetime);

    /// <summary>Sends the link of a reset, or takes as long without a user. The caller has counted the attempt.</summary>
    public Task SendResetAsync(HttpContext context, BrokerEntity broker, BrokerUser? user, Func<BrokerUser, string> ticketOf, CancellationToken cancellationToken) =>
        user is not null && UrlOf(context, broker, ScreenPaths.Reset) is { } url
            ? queue.AddAsync(
                BrokerMails.Reset(broker, TextsOf(broker, user), user.Email, $"{url}&ticket={Uri.EscapeDataString(ticketOf(user))}"),
                PasswordResetService.Lifetime,
                cancellationToken)
            : queue.AddNothingAsync(PasswordResetService.Lifetime, cancellationToken);

    /// <summary>Sends a code. The caller has counted the attempt.</summary>
    public Task SendCodeAsync(BrokerEntity broker, BrokerUser user, string code, CancellationToken cancellationToken) =>
        queue.AddAsync(BrokerMails.Code(broker, TextsOf(broker, user), user.Email, code), EmailProofService.Lifetime, cancellationToken);

    /// <summary>Null when a mail may be sent, else how long to wait.</summary>
    public Task<TimeSpan?> MayAsync(HttpContext context, BrokerEntity broker, string email, CancellationToken cancellationToken) =>
        throttle.CountAsync(throttle.MailRules(broker, email, context.Connection.RemoteIpAddress), cancellationToken);

    private static TextCatalogue TextsOf(BrokerEntity broker, BrokerUser user) =>
        TextCatalogue.Choose(broker.Crm.Settings.Languages, lang: null, user.PreferredLanguage, broker.Crm.Settings.DefaultLanguage);

    /// <summary>
    /// The address of a screen for a mail, with both names of the broker. The host of the request counts only if the broker's settings know
    /// it: a made-up host in a request must not get into somebody's mail.
    /// </summary>
    private string? UrlOf(HttpContext context, BrokerEntity broker, string path)
    {
        var request = context.Request;
        var isKnown = broker.Settings.Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)
            || broker.Settings.SuccessUrls.Any(success => string.Equals(success.Url.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
        var origin = options.Value.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? (isKnown ? $"{request.Scheme}://{request.Host}" : null);
        if (origin is null)
        {
            SignInLog.NoPublicUrl(log, broker.Name.Value, broker.Crm.Name.Value);
            return null;
        }

        var parameters = context.GetScreen().Parameters with { BrokerName = broker.Name.Value, BrokerCrmName = broker.Crm.Name.Value };
        return origin + parameters.UrlFor(path);
    }
}

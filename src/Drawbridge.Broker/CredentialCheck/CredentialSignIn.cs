using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Partners.Links.Clicks;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.CredentialCheck;

/// <summary>Logins whose password the broker's own CRM checks. The same counters hold as for passwords that are kept here, before the CRM is asked.</summary>
internal sealed partial class CredentialSignIn(
    CredentialCheckClient client, CrmIdentityLink link, UserOrigins origins, Throttle throttle, KnownDevice devices, ILogger<CredentialSignIn> log)
{
    private const int LongestPassword = 1024;

    public async Task<SignInResult> SignInAsync(HttpContext context, BrokerEntity broker, string login, string password, CancellationToken cancellationToken)
    {
        var account = UserStore.Normalize(login);
        var rules = throttle.LoginRules(broker, login, context.Connection.RemoteIpAddress, devices.Find(context.Request, broker, account));
        if (await throttle.CountAsync(rules, cancellationToken) is { } wait)
        {
            SignInLog.Throttled(log, broker.Name.Value, broker.Crm.Name.Value);
            return new SignInResult.Throttled(wait);
        }

        var result = password.Length > LongestPassword ? new CredentialCheckResult.Wrong() : await client.CheckAsync(context, broker, login, password, cancellationToken);
        if (result is CredentialCheckResult.Wrong)
        {
            await throttle.FailAsync(rules, cancellationToken);
            SignInLog.Refused(log, broker.Name.Value, broker.Crm.Name.Value, userId: null);
            return new SignInResult.Refused();
        }

        // Nobody pays for a CRM that is down, nor for being right.
        await throttle.ForgiveAsync(rules, cancellationToken);
        switch (result)
        {
            case CredentialCheckResult.Unavailable away:
                Unavailable(log, broker.Name.Value, broker.Crm.Name.Value, away.Reason);
                return new SignInResult.Unavailable();
            case CredentialCheckResult.Blocked:
                return new SignInResult.Blocked();
        }

        var screen = context.GetScreen();
        var linked = await link.LinkAsync(
            broker,
            ((CredentialCheckResult.Right)result).Identity,
            new(screen.Texts.Language, await origins.ReadAsync(context, cancellationToken), Acquisition.Of(screen.Parameters, screen.Parameters.EventName)),
            cancellationToken);
        if (linked is not CrmLinkResult.Linked user)
        {
            return linked is CrmLinkResult.Blocked ? new SignInResult.Blocked() : new SignInResult.Unlinked(linked);
        }

        devices.Remember(context.Response, broker, account);
        SignInLog.SignedIn(log, broker.Name.Value, broker.Crm.Name.Value, user.User.Id);
        return new SignInResult.SignedIn(user.User, user.IsNew);
    }

    /// <summary>Whether the password of a user who is logged in is right; null when the CRM cannot say. The caller has counted the attempt.</summary>
    public async Task<bool?> IsRightAsync(HttpContext context, BrokerEntity broker, BrokerUser user, string password, CancellationToken cancellationToken)
    {
        switch (password.Length > LongestPassword ? new CredentialCheckResult.Wrong() : await client.CheckAsync(context, broker, user.Email, password, cancellationToken))
        {
            case CredentialCheckResult.Right right:
                return right.Identity.CrmUserId == user.CrmUserId;
            case CredentialCheckResult.Unavailable away:
                Unavailable(log, broker.Name.Value, broker.Crm.Name.Value, away.Reason);
                return null;
            default:
                return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The CRM of broker {BrokerName} at {CrmName} could not check a password: {Reason}")]
    private static partial void Unavailable(ILogger logger, string brokerName, string crmName, string reason);
}

using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CredentialCheck;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Drawbridge.Broker.Security;

/// <summary>How a password was that somebody who is logged in had to enter again. Closed family.</summary>
internal abstract record PasswordCheckResult
{
    private PasswordCheckResult()
    {
    }

    public sealed record Right : PasswordCheckResult;

    public sealed record Wrong : PasswordCheckResult;

    /// <summary>The broker's own CRM, which has the password, cannot say.</summary>
    public sealed record Unavailable : PasswordCheckResult;

    /// <summary>Too many attempts (FLOW-AUTH-7).</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : PasswordCheckResult;
}

/// <summary>Asks for the password again before something that whoever found an open browser must not do. Counted like logins.</summary>
internal sealed class PasswordCheck(PasswordHashingQueue hashing, Throttle throttle, KnownDevice devices, CredentialSignIn credentials)
{
    /// <summary>Whether the user has a password that can be asked for here: not where users log in at the CRM itself.</summary>
    public static bool HasPassword(BrokerEntity broker, BrokerUser user) =>
        broker.Settings.SignIn.CrmKeepsUsers ? broker.Settings.SignIn.Method == SignInMethod.CredentialCheck : user.PasswordHash is not null;

    /// <summary>Checks the password of a user who is logged in.</summary>
    /// <exception cref="HashingBusyException">Too many passwords wait; the attempt does not count.</exception>
    public async Task<PasswordCheckResult> CheckAsync(HttpContext context, BrokerEntity broker, BrokerUser user, string password, CancellationToken cancellationToken)
    {
        var rules = throttle.LoginRules(
            broker, user.Email, context.Connection.RemoteIpAddress, devices.Find(context.Request, broker, user.NormalizedEmail));
        if (await throttle.CountAsync(rules, cancellationToken) is { } wait)
        {
            return new PasswordCheckResult.Throttled(wait);
        }

        try
        {
            if (broker.Settings.SignIn.CrmKeepsUsers)
            {
                if (await IsRightAtCrmAsync(context, broker, user, password, cancellationToken) is var isRight && isRight != true)
                {
                    if (isRight is null)
                    {
                        await throttle.ForgiveAsync(rules, cancellationToken);
                        return new PasswordCheckResult.Unavailable();
                    }

                    await throttle.FailAsync(rules, cancellationToken);
                    return new PasswordCheckResult.Wrong();
                }
            }
            else if (user.PasswordHash is null || await hashing.CheckAsync(user.PasswordHash, password, cancellationToken) == PasswordVerificationResult.Failed)
            {
                await throttle.FailAsync(rules, cancellationToken);
                return new PasswordCheckResult.Wrong();
            }
        }
        catch (HashingBusyException)
        {
            await throttle.ForgiveAsync(rules, cancellationToken);
            throw;
        }

        await throttle.ForgiveAsync(rules, cancellationToken);
        return new PasswordCheckResult.Right();
    }

    /// <summary>Of users who log in at the CRM itself nobody here ever sees a password.</summary>
    private async Task<bool?> IsRightAtCrmAsync(HttpContext context, BrokerEntity broker, BrokerUser user, string password, CancellationToken cancellationToken) =>
        broker.Settings.SignIn.Method == SignInMethod.CredentialCheck
            ? await credentials.IsRightAsync(context, broker, user, password, cancellationToken)
            : false;
}

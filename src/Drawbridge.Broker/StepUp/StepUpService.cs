using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.StepUp;

/// <summary>
/// Decides whether a session has been proved lately enough, and checks the proof. Who has a second step proves it by that: a password alone, which
/// somebody else may have learned, is not enough then.
/// </summary>
internal sealed class StepUpService(
    SecondFactorService factors, PasskeyService passkeys, PasswordCheck passwords, TimeProvider time, IOptions<Sessions.SessionOptions> options)
{
    /// <summary>Whether a session may do what changes how the account is protected.</summary>
    public async Task<bool> IsProvedAsync(HttpContext context, BrokerUser user, ClientSession session, CancellationToken cancellationToken) =>
        IsFresh(session.FactorAt) || (IsFresh(session.ProvedAt) && !await NeedsFactorAsync(context, user, cancellationToken));

    /// <summary>Whether a time is recent enough to count.</summary>
    public bool IsFresh(DateTimeOffset? at) => at > time.GetUtcNow() - options.Value.ProofLifetime;

    /// <summary>Whether the user has any second step that works here.</summary>
    public async Task<bool> HasFactorAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken) =>
        await HasCodeAsync(context, user, cancellationToken) || await passkeys.HasAnyAsync(context, user, cancellationToken);

    /// <summary>What the user can prove it with.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">The user.</param>
    /// <param name="mustBeFactor">True when a password does not do, whatever the user has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ProofChoice> ChooseAsync(HttpContext context, BrokerUser user, bool mustBeFactor, CancellationToken cancellationToken) => new(
        await HasCodeAsync(context, user, cancellationToken),
        !mustBeFactor && PasswordCheck.HasPassword(context.GetBroker(), user) && !await NeedsFactorAsync(context, user, cancellationToken),
        await passkeys.AskAsync(context, PasskeyUse.StepUp, user, cancellationToken));

    /// <summary>Checks the code or the password of a form, whichever the user has to give. What is wrong, with its field, or null and whether it was a second step.</summary>
    public async Task<(FormErrors? Errors, int Status, bool WithFactor)> CheckFormAsync(
        HttpContext context, BrokerUser user, bool mustBeFactor, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var hasCode = await HasCodeAsync(context, user, cancellationToken);
        if (!hasCode && (mustBeFactor || await NeedsFactorAsync(context, user, cancellationToken)))
        {
            return (FormErrors.Single(context.GetScreen().Texts[Passkeys.Texts.PasskeyTextKey.ErrorPasskeyRefused]), StatusCodes.Status422UnprocessableEntity, false);
        }

        var wrong = hasCode
            ? SecondFactorEndpoints.Describe(context, await factors.CheckAsync(broker, user, form["code"].ToString(), cancellationToken))
            : SecurityEndpoints.Describe(context, await passwords.CheckAsync(context, broker, user, form["current"].ToString(), cancellationToken));
        if (wrong is not { } fault)
        {
            return (null, StatusCodes.Status200OK, hasCode);
        }

        var errors = new FormErrors();
        errors.Add(hasCode ? "code" : "current", fault.Text);
        return (errors, fault.Status, false);
    }

    /// <summary>Checks the passkey of a form. What is wrong, or null.</summary>
    public async Task<(FormErrors? Errors, int Status)> CheckPasskeyAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken) =>
        PasskeyLoginEndpoints.Describe(context, await passkeys.CheckAsync(context, PasskeyUse.StepUp, user, cancellationToken)) is { } wrong
            ? (FormErrors.Single(wrong.Text), wrong.Status)
            : (null, StatusCodes.Status200OK);

    private async Task<bool> HasCodeAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        return broker.Settings.SecondFactor != SecondFactorPolicy.Off && await factors.FindAsync(broker, user, cancellationToken) is not null;
    }

    /// <summary>With an app always; with passkeys alone only where nobody gets in by a password alone.</summary>
    private async Task<bool> NeedsFactorAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken) =>
        await HasCodeAsync(context, user, cancellationToken)
        || (context.GetBroker().Settings.SecondFactor == SecondFactorPolicy.Required && await passkeys.HasAnyAsync(context, user, cancellationToken));
}

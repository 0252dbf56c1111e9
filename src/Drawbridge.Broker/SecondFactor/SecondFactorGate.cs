using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>
/// Stands behind every way to log in: whose password was right goes on here, straight away or after the second factor. There is no session
/// before that.
/// </summary>
internal sealed class SecondFactorGate(
    SecondFactorService factors, PasskeyService passkeys, TrustedDevice devices, KnownDevice known, AccountMails mails, SessionService sessions, ScreenFlow flow, UserStore users, SealedText seal)
{
    private const string Purpose = "second-factor";
    private const string DonePurpose = "second-factor-done";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Goes on with a login, or asks for the second factor first.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Whose password was right.</param>
    /// <param name="kept">"Keep me logged in" was chosen.</param>
    /// <param name="purpose">What the login is for.</param>
    /// <param name="toClientArea">Leads to the client area, not to the application.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IResult> PassAsync(
        HttpContext context, BrokerUser user, bool kept, OneTimeTokenPurpose purpose, bool toClientArea, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var ticket = TicketOf(context, user, kept, purpose, toClientArea);
        if (broker.Settings.SecondFactor == SecondFactorPolicy.Off || purpose == OneTimeTokenPurpose.SignUp)
        {
            return await GoOnAsync(context, user, ticket, withFactor: false, cancellationToken); // a new user sets one up later (SCR-75)
        }

        if (await factors.FindAsync(broker, user, cancellationToken) is null)
        {
            if (broker.Settings.SecondFactor != SecondFactorPolicy.Required)
            {
                return await GoOnAsync(context, user, ticket, withFactor: false, cancellationToken);
            }

            if (!await passkeys.HasAnyAsync(context, user, cancellationToken))
            {
                return ShowSetup(context, user, ScreenPaths.SecondFactorSetup, Seal(ticket), SecondFactorSetup.New(), new());
            }
        }

        return devices.IsKnown(context.Request, broker, user)
            ? await GoOnAsync(context, user, ticket, withFactor: false, cancellationToken)
            : await AskAsync(context, user, ticket, new(), StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Goes on with a login by a passkey, which is both steps at once.</summary>
    /// <inheritdoc cref="PassAsync"/>
    public Task<IResult> PassVerifiedAsync(
        HttpContext context, BrokerUser user, bool kept, OneTimeTokenPurpose purpose, bool toClientArea, CancellationToken cancellationToken)
    {
        var ticket = TicketOf(context, user, kept, purpose, toClientArea);
        known.Remember(context.Response, context.GetBroker(), user.NormalizedEmail);
        return GoOnAsync(context, user, ticket, withFactor: true, cancellationToken);
    }

    /// <summary>Asks for the second step.</summary>
    public async Task<IResult> AskAsync(
        HttpContext context, BrokerUser user, SecondFactorTicket ticket, FormErrors errors, int status, CancellationToken cancellationToken) =>
        new ScreenResult<SecondFactorPage>(
            new SecondFactorModel(
                Seal(ticket),
                await factors.FindAsync(context.GetBroker(), user, cancellationToken) is not null,
                await passkeys.AskAsync(context, PasskeyUse.SecondFactor, user, cancellationToken),
                errors),
            status);

    /// <summary>Whose login a form goes on with; null when it took too long, or the password was changed meanwhile.</summary>
    public Task<(BrokerUser User, SecondFactorTicket Ticket)?> FindAsync(HttpContext context, string? sealedTicket, CancellationToken cancellationToken) =>
        LoadAsync(context, seal.Open(Purpose, sealedTicket), cancellationToken);

    /// <summary>The same for a login that is done.</summary>
    public Task<(BrokerUser User, SecondFactorTicket Ticket)?> FindDoneAsync(HttpContext context, string? sealedTicket, CancellationToken cancellationToken) =>
        LoadAsync(context, seal.Open(DonePurpose, sealedTicket), cancellationToken);

    /// <summary>For a form that asks for the second factor.</summary>
    public string Seal(SecondFactorTicket ticket) => seal.Seal(Purpose, ticket.Write(), Lifetime);

    /// <summary>For a form behind the second factor.</summary>
    public string SealDone(SecondFactorTicket ticket) => seal.Seal(DonePurpose, ticket.Write(), Lifetime);

    /// <summary>The login is complete.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Who logged in.</param>
    /// <param name="ticket">What was chosen at the first step.</param>
    /// <param name="withFactor">Whether there was a second step, or a passkey, which is both.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IResult> GoOnAsync(HttpContext context, BrokerUser user, SecondFactorTicket ticket, bool withFactor, CancellationToken cancellationToken)
    {
        if (ticket is { OnNewDevice: true, Purpose: not OneTimeTokenPurpose.SignUp })
        {
            await mails.TellOfLoginAsync(context, context.GetBroker(), user, cancellationToken);
        }

        if (!ticket.ToClientArea)
        {
            return await flow.BeginAsync(context, new(user, ticket.Kept, ticket.Purpose, Session: null), cancellationToken);
        }

        var session = await sessions.StartAsync(context, context.GetBroker(), user.Id, ticket.Kept, withFactor, cancellationToken);
        return ClientAreaEndpoints.ToPage(context, ScreenForms.CookiesWork(context.Request) ? null : sessions.Seal(session));
    }

    /// <summary>The form for a new authenticator app.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Whose app.</param>
    /// <param name="path">Where the form goes.</param>
    /// <param name="ticket">Half a login, sealed; null for who is logged in.</param>
    /// <param name="setup">What the app shares.</param>
    /// <param name="errors">What was wrong.</param>
    /// <param name="status">Of the answer; null = as the errors say.</param>
    /// <param name="inAppSession">Sealed session of an in-app screen, which takes the password beside the code; null elsewhere.</param>
    public ScreenResult<SecondFactorSetupPage> ShowSetup(
        HttpContext context, BrokerUser user, string path, string? ticket, SecondFactorSetup setup, FormErrors errors, int? status = null, string? inAppSession = null)
    {
        var broker = context.GetBroker();
        return new(
            new SecondFactorSetupModel(
                context.GetScreen().Parameters.UrlFor(path),
                ticket,
                factors.Seal(user, setup),
                setup.Key,
                setup.PictureFor(broker.Settings.DisplayName, user.Email),
                broker.Settings.SecondFactor == SecondFactorPolicy.Required,
                errors)
            {
                Sealed = inAppSession,
            },
            status ?? (errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK));
    }

    private SecondFactorTicket TicketOf(HttpContext context, BrokerUser user, bool kept, OneTimeTokenPurpose purpose, bool toClientArea)
    {
        var broker = context.GetBroker();
        return new(broker.Id, user.Id, user.SecurityStamp, kept, purpose, toClientArea, known.Find(context.Request, broker, user.NormalizedEmail) is null);
    }

    private async Task<(BrokerUser User, SecondFactorTicket Ticket)?> LoadAsync(HttpContext context, string? text, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (SecondFactorTicket.Read(text) is not { } ticket || ticket.BrokerId != broker.Id
            || await users.FindAsync(broker.Id, ticket.UserId, cancellationToken) is not { BlockedAt: null } user
            || user.SecurityStamp != ticket.Stamp)
        {
            return null;
        }

        context.SetScreen(context.GetScreen().For(user.PreferredLanguage));
        return (user, ticket);
    }
}

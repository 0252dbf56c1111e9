using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.OneTimeTokens;
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
    SecondFactorService factors, TrustedDevice devices, KnownDevice known, AccountMails mails, SessionService sessions, ScreenFlow flow, UserStore users, SealedText seal)
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
        var ticket = new SecondFactorTicket(broker.Id, user.Id, user.SecurityStamp, kept, purpose, toClientArea, known.Find(context.Request, broker, user.NormalizedEmail) is null);
        if (broker.Settings.SecondFactor == SecondFactorPolicy.Off || purpose == OneTimeTokenPurpose.SignUp)
        {
            return await GoOnAsync(context, user, ticket, cancellationToken); // a new user sets one up later (SCR-75)
        }

        if (await factors.FindAsync(broker, user, cancellationToken) is null)
        {
            return broker.Settings.SecondFactor == SecondFactorPolicy.Required
                ? ShowSetup(context, user, ScreenPaths.SecondFactorSetup, Seal(ticket), SecondFactorSetup.New(), new())
                : await GoOnAsync(context, user, ticket, cancellationToken);
        }

        return devices.IsKnown(context.Request, broker, user)
            ? await GoOnAsync(context, user, ticket, cancellationToken)
            : new ScreenResult<SecondFactorPage>(new SecondFactorModel(Seal(ticket), new()));
    }

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
    public async Task<IResult> GoOnAsync(HttpContext context, BrokerUser user, SecondFactorTicket ticket, CancellationToken cancellationToken)
    {
        if (ticket is { OnNewDevice: true, Purpose: not OneTimeTokenPurpose.SignUp })
        {
            await mails.TellOfLoginAsync(context, context.GetBroker(), user, cancellationToken);
        }

        if (!ticket.ToClientArea)
        {
            return await flow.BeginAsync(context, new(user, ticket.Kept, ticket.Purpose, Session: null), cancellationToken);
        }

        await sessions.StartAsync(context, context.GetBroker(), user.Id, ticket.Kept, cancellationToken);
        return ClientAreaEndpoints.ToPage(context);
    }

    /// <summary>The form for a new authenticator app.</summary>
    public ScreenResult<SecondFactorSetupPage> ShowSetup(
        HttpContext context, BrokerUser user, string path, string? ticket, SecondFactorSetup setup, FormErrors errors, int? status = null)
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
                errors),
            status ?? (errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK));
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

using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passkeys.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.StepUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Passkeys;

/// <summary>What the page of passkeys shows.</summary>
/// <param name="Passkeys">The user's, the oldest first.</param>
/// <param name="Host">The host of this page.</param>
/// <param name="Prompt">Asks for a new one; null when there are as many as can be.</param>
/// <param name="SuggestedName">What the new one is called unless the user says otherwise.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record PasskeysModel(IReadOnlyList<PasskeyRow> Passkeys, string Host, PasskeyPrompt? Prompt, string? SuggestedName, FormErrors Errors);

/// <summary>The passkeys of who is logged in, and has proved it lately.</summary>
internal static class PasskeySettingsEndpoints
{
    public static void MapPasskeySettings(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.Passkeys, OpenAsync);
        pages.MapPost(ScreenPaths.Passkeys, AddAsync);
        pages.MapPost(ScreenPaths.RenamePasskey, RenameAsync);
        pages.MapPost(ScreenPaths.RemovePasskey, RemoveAsync);
        pages.MapGet(ScreenPaths.RenamePasskey, ToPasskeys);
        pages.MapGet(ScreenPaths.RemovePasskey, ToPasskeys);
    }

    private static SeeOther ToPasskeys(HttpContext context) => new(context.GetScreen().Parameters.UrlFor(ScreenPaths.Passkeys));

    private static async Task<(FlowUser? Who, IResult? Answer)> FindAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, CancellationToken cancellationToken) =>
        PasskeyService.IsOffered(context)
            ? await StepUpEndpoints.FindProvedUserAsync(context, flow, stepUp, ScreenPaths.Passkeys, cancellationToken)
            : (null, new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Security)));

    private static async Task<IResult> OpenAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, PasskeyService passkeys, CancellationToken cancellationToken)
    {
        var (who, answer) = await FindAsync(context, flow, stepUp, cancellationToken);
        return who is null ? answer! : await ShowAsync(context, who, passkeys, new(), cancellationToken);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, PasskeyService passkeys, CancellationToken cancellationToken)
    {
        var (who, answer) = await FindAsync(context, flow, stepUp, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var texts = context.GetScreen().Texts;
        var name = NameOf(await context.Request.ReadFormAsync(cancellationToken)) ?? SuggestedNameOf(context) ?? texts[PasskeyTextKey.PasskeysTitle];
        var adding = await passkeys.AddAsync(context, who.User, name, cancellationToken);
        return adding == PasskeyAdding.Added
            ? ToPasskeys(context)
            : await ShowAsync(
                context,
                who,
                passkeys,
                FormErrors.Single(texts[adding == PasskeyAdding.Ended ? PasskeyTextKey.ErrorPasskeyEnded : PasskeyTextKey.ErrorPasskeyNotAdded]),
                cancellationToken);
    }

    private static async Task<IResult> RenameAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, PasskeyService passkeys, CancellationToken cancellationToken)
    {
        var (who, answer) = await FindAsync(context, flow, stepUp, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (NameOf(form) is { } name && IdOf(form) is { } id)
        {
            await passkeys.RenameAsync(context.GetBroker(), who.User, id, name, cancellationToken);
        }

        return ToPasskeys(context);
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext context, ScreenFlow flow, StepUpService stepUp, PasskeyService passkeys, CancellationToken cancellationToken)
    {
        var (who, answer) = await FindAsync(context, flow, stepUp, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        if (IdOf(await context.Request.ReadFormAsync(cancellationToken)) is { } id)
        {
            await passkeys.RemoveAsync(context.GetBroker(), who.User, id, cancellationToken);
        }

        return ToPasskeys(context);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, FlowUser who, PasskeyService passkeys, FormErrors errors, CancellationToken cancellationToken)
    {
        var list = await passkeys.ListAsync(context.GetBroker(), who.User, cancellationToken);
        return new ScreenResult<PasskeysPage>(
            new PasskeysModel(
                list,
                PasskeyService.RpIdOf(context),
                list.Count < PasskeyService.Maximum ? await passkeys.OfferAsync(context, who.User) : null,
                SuggestedNameOf(context),
                errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static string? SuggestedNameOf(HttpContext context) => DeviceName.TextOf(context.Request.Headers.UserAgent);

    /// <summary>What was entered, as far as it can be shown; null for nothing.</summary>
    private static string? NameOf(IFormCollection form)
    {
        var name = string.Concat(form["name"].ToString().Where(static c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? null : name[..Math.Min(name.Length, PasskeyService.LongestName)];
    }

    private static long? IdOf(IFormCollection form) => long.TryParse(form["passkey"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.CustomActions;

/// <summary>Custom actions: the screen, and what becomes of the answers (SCR-6, FLOW-ACTION-1).</summary>
internal sealed class CustomActionEndpoints(
    InAppScreens screens, InAppSessions sessions, CustomActionStore store, WebhookStore webhooks, WebhookSecretSeal seal, TimeProvider time)
{
    private const string KeyField = "submissionKey";
    private const int KeyLength = 32;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = InAppScreens.MapGroup(endpoints);
        group.MapGet(ScreenPaths.Action, (HttpContext context, CustomActionEndpoints own, CancellationToken cancellationToken) => own.OpenAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.Action, (HttpContext context, CustomActionEndpoints own, CancellationToken cancellationToken) => own.SubmitAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.ActionDone, (HttpContext context, CustomActionEndpoints own, CancellationToken cancellationToken) => own.FinishAsync(context, cancellationToken));
        group.MapGet(ScreenPaths.ActionDone, (HttpContext context) => new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Action))); // a reload of the last page
    }

    private static ScreenError Unknown { get; } = ScreenError.Link(StatusCodes.Status404NotFound, CrmErrorCode.NotFound, "This action is not offered");

    private async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Action, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var parameters = context.GetScreen().Parameters;
        var offered = broker.Settings.Actions.Where(action => CustomActionRules.IsFor(action, who)).ToList();
        if (parameters.ActionType is null && offered.Count > 1)
        {
            return new ScreenResult<ActionListPage>(new ActionListModel(offered, broker.Crm.Settings.DefaultLanguage));
        }

        return Find(offered, parameters.ActionType) switch
        {
            null => Unknown,
            { ExternalUrl: { } page } action => await LeaveAsync(context, broker, action, page, who, cancellationToken),
            var action => Show(context, who, action, answers: null, new FormErrors(), RandomNumberGenerator.GetHexString(KeyLength, lowercase: true)),
        };
    }

    private async Task<IResult> SubmitAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Action, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var screen = context.GetScreen();
        var offered = broker.Settings.Actions.Where(action => action.ExternalUrl is null && CustomActionRules.IsFor(action, who)).ToList();
        if (Find(offered, screen.Parameters.ActionType) is not { } action)
        {
            return Unknown;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var key = form[KeyField].ToString();
        if (key.Length != KeyLength || !key.All(char.IsAsciiHexDigit))
        {
            return ScreenError.UnreadableForm;
        }

        var errors = new FormErrors();
        var answers = CustomActionRules.Read(action.Fields, form, screen.Texts, errors);
        if (errors.Any)
        {
            return Show(context, who, action, answers, errors, key);
        }

        await store.AddAsync(broker, who, action, answers, key, cancellationToken);
        return new ScreenResult<ActionDonePage>(new ActionDoneModel(sessions.Seal(who.Session)));
    }

    private async Task<IResult> FinishAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Action, cancellationToken);
        return who is null ? answer! : await screens.FinishAsync(context, who, cancellationToken);
    }

    private async Task<IResult> LeaveAsync(
        HttpContext context, BrokerEntity broker, CustomAction action, Uri page, InAppUser who, CancellationToken cancellationToken) =>
        await webhooks.FindEndpointAsync(broker.Crm.Id, cancellationToken) is { } endpoint
            ? new SeeOther(ActionContext.UrlFor(page, seal.Open(endpoint.SecretSealed), broker, action, who, context.GetScreen(), time.GetUtcNow()))
            : Unknown;

    private ScreenResult<ActionPage> Show(
        HttpContext context, InAppUser who, CustomAction action, IReadOnlyDictionary<string, string>? answers, FormErrors errors, string key) =>
        new(
            new ActionModel(
                action, context.GetBroker().Crm.Settings.DefaultLanguage, answers ?? new Dictionary<string, string>(StringComparer.Ordinal), errors, sessions.Seal(who.Session), key),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    /// <summary>The action of that type; without a type the only one.</summary>
    private static CustomAction? Find(List<CustomAction> offered, string? type) =>
        type is null ? (offered is [var only] ? only : null) : offered.Find(action => action.Type == type);
}

/// <summary>What the form shows.</summary>
internal sealed record ActionModel(
    CustomAction Action, string DefaultLanguage, IReadOnlyDictionary<string, string> Answers, FormErrors Errors, string Sealed, string SubmissionKey);

/// <summary>What the list shows.</summary>
internal sealed record ActionListModel(IReadOnlyList<CustomAction> Actions, string DefaultLanguage);

/// <summary>What the last page shows.</summary>
internal sealed record ActionDoneModel(string Sealed);

using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Chat;

/// <summary>The trader's side of the chat (SCR-7, FLOW-CHAT-1). Every part works without scripts; a script fetches the same messages as a fragment.</summary>
internal sealed class ChatEndpoints(InAppScreens screens, InAppSessions sessions, ChatStore store)
{
    /// <summary>Marks a request of the script, which wants messages and no page.</summary>
    public const string FragmentField = "fragment";

    /// <summary>Number of the first message that is wanted.</summary>
    public const string FromField = "from";

    public const string TextField = "text";

    public const string KeyField = "submissionKey";

    private const int Shown = 50;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = InAppScreens.MapGroup(endpoints);
        group.MapGet(ScreenPaths.Chat, (HttpContext context, ChatEndpoints own, CancellationToken cancellationToken) => own.OpenAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.Chat, (HttpContext context, ChatEndpoints own, CancellationToken cancellationToken) => own.SendAsync(context, cancellationToken));
        group.MapPost(ScreenPaths.ChatMessages, (HttpContext context, ChatEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken));
        group.MapGet(ScreenPaths.ChatMessages, (HttpContext context) => new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Chat))); // a reload
        group.MapGet(ScreenPaths.ChatLive, (HttpContext context, ChatLive live, CancellationToken cancellationToken) => live.OpenAsync(context, cancellationToken));
    }

    private async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Chat, cancellationToken);
        return who is null ? answer! : await ShowAsync(context, who, from: null, cancellationToken);
    }

    /// <summary>The messages from a number on: as a page, or as a fragment for the script.</summary>
    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Chat, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        return await AnswerAsync(context, who, form, cancellationToken);
    }

    private async Task<IResult> SendAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Chat, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var key = form[KeyField].ToString();
        if (!ChatText.IsFormKey(key))
        {
            return ScreenError.UnreadableForm;
        }

        var text = ChatText.Normalize(form[TextField]);
        if (ChatText.FindFault(text) is { } fault)
        {
            return await RefuseAsync(context, who, form, text, fault, cancellationToken);
        }

        if (await store.AddAsync(context.GetBroker(), who, text, key, cancellationToken) is ChatSending.TooMany)
        {
            return await RefuseAsync(context, who, form, text, TextKey.ErrorChatTooMany, cancellationToken);
        }

        // After a redirect a reload sends nothing again. Without cookies it would, but the key makes it count once.
        return !IsFragment(form) && ScreenForms.CookiesWork(context.Request)
            ? new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Chat))
            : await AnswerAsync(context, who, form, cancellationToken);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, InAppUser who, IFormCollection form, CancellationToken cancellationToken)
    {
        var from = long.TryParse(form[FromField], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        return IsFragment(form)
            ? new ScreenResult<ChatMessages>(await ReadAsync(context, who, from ?? 1, cancellationToken))
            : await ShowAsync(context, who, from, cancellationToken);
    }

    private async Task<IResult> RefuseAsync(
        HttpContext context, InAppUser who, IFormCollection form, string text, TextKey fault, CancellationToken cancellationToken)
    {
        var message = context.GetScreen().Texts.Format(fault, ChatText.MaximumLength);
        var status = fault == TextKey.ErrorChatTooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
        if (IsFragment(form))
        {
            return Results.Text(message, statusCode: status);
        }

        var model = await ReadAsync(context, who, from: null, cancellationToken);
        var errors = new FormErrors();
        errors.Add(TextField, message);
        return Page(context, model with { Draft = fault == TextKey.ErrorCardNumber ? "" : text, Errors = errors }, status);
    }

    private async Task<IResult> ShowAsync(HttpContext context, InAppUser who, long? from, CancellationToken cancellationToken) =>
        Page(context, await ReadAsync(context, who, from, cancellationToken));

    private static ScreenResult<ChatPage> Page(HttpContext context, ChatModel model, int status = StatusCodes.Status200OK)
    {
        context.SetScreen(context.GetScreen() with { OwnStylesUrl = ScreenAssets.Current.ChatStylesUrl });
        return new(model, status);
    }

    /// <summary>What is shown has been seen.</summary>
    private async Task<ChatModel> ReadAsync(HttpContext context, InAppUser who, long? from, CancellationToken cancellationToken)
    {
        var conversation = await store.FindAsync(context.GetBroker().Id, who.User.Id, cancellationToken);
        IReadOnlyList<ChatMessage> messages = conversation is null
            ? []
            : await store.ListAsync(conversation, Math.Max(1, from ?? conversation.Messages - Shown + 1), cancellationToken);
        if (conversation is { TraderUnread: > 0 } && messages is [.., var last])
        {
            await store.MarkReadAsync(conversation, last.Number, cancellationToken);
        }

        return new(conversation, messages, Draft: "", new FormErrors(), sessions.Seal(who.Session), ChatText.NewKey());
    }

    private static bool IsFragment(IFormCollection form) => form.ContainsKey(FragmentField);
}

using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat.Files;
using Drawbridge.Broker.Chat.Texts;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Documents.Texts;
using Drawbridge.Broker.Documents.Uploads;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Chat;

/// <summary>The trader's side of the chat (SCR-7, FLOW-CHAT-1). Every part works without scripts; a script fetches the same messages as a fragment.</summary>
internal sealed class ChatEndpoints(
    InAppScreens screens, InAppSessions sessions, ChatStore store, ChatFiles files, ChatFileStore fileStore, IOptions<ChatFileOptions> fileOptions)
{
    /// <summary>Marks a request of the script, which wants messages and no page.</summary>
    public const string FragmentField = "fragment";

    /// <summary>Number of the first message that is wanted.</summary>
    public const string FromField = "from";

    public const string TextField = "text";

    public const string KeyField = "submissionKey";

    /// <summary>The file of a message; it stands behind all other fields.</summary>
    public const string FileField = "file";

    /// <summary>What the browser offers to choose from.</summary>
    public const string FileTypes = "image/jpeg,image/png,image/webp,application/pdf";

    private const string FormatNames = "JPEG, PNG, WebP, PDF";

    private const int Shown = 50;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = InAppScreens.MapGroup(UploadForm.Accept(endpoints.MapGroup("")));
        group.MapGet(ScreenPaths.Chat, (HttpContext context, ChatEndpoints own, CancellationToken cancellationToken) => own.OpenAsync(context, cancellationToken));
        UploadForm.AllowFiles(group.MapPost(ScreenPaths.Chat, (HttpContext context, ChatEndpoints own, CancellationToken cancellationToken) => own.SendAsync(context, cancellationToken)));
        ChatFileEndpoints.Map(group);
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
        var texts = context.GetScreen().Texts;
        var (file, isUnreadable) = await FindFileAsync(context, cancellationToken);
        if (isUnreadable)
        {
            return ScreenError.UnreadableForm;
        }

        if (ChatText.FindFault(text) is { } fault && (file is null || fault != ChatTextKey.ErrorChatEmpty))
        {
            return await RefuseAsync(context, who, form, text, texts.Format(fault, ChatText.MaximumLength), StatusCodes.Status422UnprocessableEntity, cancellationToken);
        }

        ChatFileTaking.Taken? taken = null;
        if (file is not null)
        {
            switch (await files.TakeAsync(context.GetBroker().Id, who.User.Id, file.FileName, file.DeclaredType, file.Content, cancellationToken))
            {
                case ChatFileTaking.Taken good:
                    taken = good;
                    break;
                case ChatFileTaking.Refused refused:
                    return await RefuseAsync(context, who, form, text, Explain(refused.Fault, texts), StatusCodes.Status422UnprocessableEntity, cancellationToken);
                default:
                    return await RefuseAsync(context, who, form, text, texts[DocumentTextKey.ErrorDocumentTooMany], StatusCodes.Status429TooManyRequests, cancellationToken);
            }
        }

        var sending = await store.AddAsync(
            context.GetBroker(), who, text.Length == 0 ? taken!.Name : text, key, cancellationToken,
            taken is null ? null : (session, conversation, number) => fileStore.AttachAsync(session, context.GetBroker().Id, conversation, number, taken.DocumentId));
        if (sending is ChatSending.TooMany)
        {
            return await RefuseAsync(context, who, form, text, texts[ChatTextKey.ErrorChatTooMany], StatusCodes.Status429TooManyRequests, cancellationToken);
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
        HttpContext context, InAppUser who, IFormCollection form, string text, string message, int status, CancellationToken cancellationToken)
    {
        if (IsFragment(form))
        {
            return Results.Text(message, statusCode: status);
        }

        var model = await ReadAsync(context, who, from: null, cancellationToken);
        var errors = new FormErrors();
        errors.Add(TextField, message);
        return Page(context, model with { Draft = ChatText.FindFault(text) == ScreenTextKey.ErrorCardNumber ? "" : text, Errors = errors }, status);
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

        return new(conversation, messages, Draft: "", new FormErrors(), sessions.Seal(who.Session), ChatText.NewKey())
        {
            Files = messages is [var first, ..]
                ? await fileStore.ListAsync(conversation!.Id, first.Number, cancellationToken)
                : new Dictionary<long, ChatFile>(),
            ShowsPictures = ScreenForms.CookiesWork(context.Request),
        };
    }

    /// <summary>The file that the form carries, if it has one.</summary>
    private static async Task<(UploadedFile? File, bool IsUnreadable)> FindFileAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            return (UploadForm.Of(context) is { } upload ? await upload.NextAsync(cancellationToken) : null, false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, true);
        }
    }

    private string Explain(DocumentFault fault, TextCatalogue texts) => fault switch
    {
        DocumentFault.Empty => texts[DocumentTextKey.ErrorDocumentEmpty],
        DocumentFault.TooLarge => texts.Format(DocumentTextKey.ErrorDocumentTooLarge, fileOptions.Value.MaximumFileMegabytes),
        DocumentFault.Format => texts.Format(DocumentTextKey.ErrorDocumentFormat, FormatNames),
        DocumentFault.Mismatch => texts[DocumentTextKey.ErrorDocumentMismatch],
        DocumentFault.TooManyPixels => texts[DocumentTextKey.ErrorDocumentPixels],
        DocumentFault.Unsafe => texts[DocumentTextKey.ErrorDocumentUnsafe],
        DocumentFault.Protected => texts[DocumentTextKey.ErrorDocumentProtected],
        _ => texts[DocumentTextKey.ErrorDocumentDamaged],
    };

    private static bool IsFragment(IFormCollection form) => form.ContainsKey(FragmentField);
}

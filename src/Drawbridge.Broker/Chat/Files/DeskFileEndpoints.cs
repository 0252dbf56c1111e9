using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Documents.Uploads;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>The desk's side of files in conversations: send one, fetch one, erase one.</summary>
internal sealed class DeskFileEndpoints(ChatFiles files, ChatFileStore store, DeskStore desk, DocumentVault vault, IOptions<ChatFileOptions> options)
{
    private static readonly CrmError NoConversation = new(404, CrmErrorCode.NotFound, "Your CRM has no such conversation");

    private static readonly CrmError NoFile = new(404, CrmErrorCode.NotFound, "The message has no file, or it was erased");

    private static readonly CrmError TooMany = new(429, CrmErrorCode.Busy, "The conversation holds as many files as it may, or too many were sent within an hour");

    /// <param name="conversations">The group of <c>/chat/conversations</c>.</param>
    public static void Map(IEndpointRouteBuilder conversations)
    {
        UploadForm.AllowFiles(conversations.MapPost("/{id:long}/files", (HttpContext context, long id, DeskFileEndpoints own, CancellationToken cancellationToken) =>
            own.SendAsync(context, id, cancellationToken))).WithName("SendFile").Describe(DeskFileDescriptions.Send);
        conversations.MapGet("/{id:long}/messages/{number:long}/file", (HttpContext context, long id, long number, DeskFileEndpoints own, CancellationToken cancellationToken) =>
            own.FetchAsync(context, id, number, cancellationToken)).WithName("FetchFile").Describe(DeskFileDescriptions.Fetch);
        conversations.MapDelete("/{id:long}/messages/{number:long}/file", (HttpContext context, long id, long number, DeskFileEndpoints own, CancellationToken cancellationToken) =>
            own.EraseAsync(context, id, number, cancellationToken)).WithName("EraseFile").Describe(DeskFileDescriptions.Erase);
    }

    /// <summary>A message with a file: the body is the file, the rest is in the query.</summary>
    private async Task<IResult> SendAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var scope = new BrokerScope(context.GetCallerCrmId());
        var query = context.Request.Query;
        if (query["fileName"].ToString() is not { Length: > 0 and <= 255 } fileName)
        {
            return CrmError.MissingParameter("fileName");
        }

        var text = query["text"].ToString() is { Length: > 0 } given ? given : fileName;
        var (message, fault) = DeskEndpoints.Read(text, query["sender"], query["submissionKey"]);
        if (message is null)
        {
            return fault!;
        }

        if (await store.FindConversationAsync(scope, id, cancellationToken) is not { } conversation)
        {
            return NoConversation;
        }

        switch (await files.TakeAsync(conversation.BrokerId, conversation.UserId, fileName, context.Request.ContentType, context.Request.Body, cancellationToken))
        {
            case ChatFileTaking.TooMany:
                return TooMany;
            case ChatFileTaking.Refused refused:
                return new CrmError(400, CrmErrorCode.InvalidRequest, Explain(refused.Fault));
            case ChatFileTaking.Taken taken:
                var sending = await desk.AddAsync(
                    scope, id, message, (session, number) => store.AttachAsync(session, conversation.BrokerId, id, number, taken.DocumentId), cancellationToken);
                return sending is ChatSending.Sent sent
                    ? TypedResults.Json(new ReplyAnswer(sent.Number), ChatJson.Default.ReplyAnswer, statusCode: DeskEndpoints.StatusOf(sent))
                    : NoConversation;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<IResult> FetchAsync(HttpContext context, long id, long number, CancellationToken cancellationToken) =>
        await store.FindAsync(new BrokerScope(context.GetCallerCrmId()), id, number, cancellationToken) is { State: DocumentState.Kept } document
            ? ChatDownload.Of(vault, document)
            : NoFile;

    private async Task<IResult> EraseAsync(HttpContext context, long id, long number, CancellationToken cancellationToken) =>
        await store.FindAsync(new BrokerScope(context.GetCallerCrmId()), id, number, cancellationToken) is { State: DocumentState.Kept } document
        && await store.TryEraseAsync(document.Id, "by the desk", cancellationToken)
            ? TypedResults.NoContent()
            : NoFile;

    private string Explain(DocumentFault fault) => fault switch
    {
        DocumentFault.Empty => "The body is empty; send the file as the body",
        DocumentFault.TooLarge => $"A file has at most {options.Value.MaximumFileMegabytes} MB",
        DocumentFault.Format => "JPEG, PNG, WebP and PDF are taken",
        DocumentFault.Mismatch => "The file is something else than its name or Content-Type says",
        DocumentFault.TooManyPixels => "The picture has too many pixels",
        DocumentFault.Unsafe => "The file carries a program, another file or a script",
        DocumentFault.Protected => "The file is protected with a password",
        _ => "The file is damaged",
    };
}

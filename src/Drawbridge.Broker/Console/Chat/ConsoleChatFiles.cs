using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Chat.Files;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Documents;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Chat;

/// <summary>Files of conversations in the console. Who fetched one is written down, because they are about people.</summary>
internal sealed class ConsoleChatFiles(DeskStore desk, ChatFileStore store, DocumentVault vault, Database database, TimeProvider time)
{
    /// <param name="chat">The group of conversations.</param>
    public static void Map(IEndpointRouteBuilder chat) =>
        chat.MapGet("/{id:long}/messages/{number:long}/file", (HttpContext context, long id, long number, ConsoleChatFiles own, CancellationToken cancellationToken) =>
            own.FetchAsync(context, id, number, cancellationToken)).Needs(ConsolePermission.ReadChat);

    /// <summary>The files of messages behind a number, by the number of their message.</summary>
    public Task<IReadOnlyDictionary<long, ChatFile>> ListAsync(long conversationId, long after, CancellationToken cancellationToken) =>
        store.ListAsync(conversationId, after + 1, cancellationToken);

    private async Task<IResult> FetchAsync(HttpContext context, long id, long number, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await desk.FindAsync(caller.Scope, id, cancellationToken) is not { } conversation
            || await store.FindAsync(caller.Scope, id, number, cancellationToken) is not { State: DocumentState.Kept } document)
        {
            return ConsoleError.NotFound;
        }

        var act = StaffAct.Of(context, "chat.file", $"conversation {ConsoleFormat.Plain(id)}", caller.FindBroker(conversation.BrokerId)) with
        {
            Detail = $"message {ConsoleFormat.Plain(number)}",
        };
        await database.WriteAsync(session => AuditStore.AddAsync(session, act, time.GetUtcNow()), cancellationToken);
        return ChatDownload.Of(vault, document);
    }
}

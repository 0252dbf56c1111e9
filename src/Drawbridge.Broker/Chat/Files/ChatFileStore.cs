using System.Globalization;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>The SQL of files in conversations. A trader's are reached through user and broker, the desk's through the brokers of the one who asks (BID-44).</summary>
internal sealed class ChatFileStore(Database database, JobQueue jobs, TimeProvider time, IOptions<ChatFileOptions> options)
{
    private const string Columns = "f.number, f.document_id, d.name, d.format, d.bytes, d.state";

    /// <summary>The files of messages from a number on, by the number of their message.</summary>
    public async Task<IReadOnlyDictionary<long, ChatFile>> ListAsync(long conversationId, long from, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.ListAsync<ChatFile>(
                $"select {Columns} from chat_files f join documents d on d.id = f.document_id where f.conversation_id = @conversationId and f.number >= @from",
                new { conversationId, from }),
            cancellationToken)).ToDictionary(static file => file.Number);

    /// <summary>How many files a trader's conversation holds, and how many were sent for it within an hour, those that were not kept included.</summary>
    public async Task<(long Kept, long Recent)> CountAsync(long brokerId, long userId, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().AddHours(-1);
        return await database.ReadAsync(
            async session => (
                await session.GetAsync<long>(
                    """
                    select count(*) from chat_files f
                    join chat_conversations c on c.id = f.conversation_id
                    join documents d on d.id = f.document_id
                    where c.broker_id = @brokerId and c.user_id = @userId and d.state = 2
                    """,
                    new { brokerId, userId }),
                await session.GetAsync<long>(
                    "select count(*) from documents where broker_id = @brokerId and user_id = @userId and created_at > @since", new { brokerId, userId, since })),
            cancellationToken);
    }

    /// <summary>Keeps a file as that of a message, and sees to it that it goes one day, as part of the caller's write.</summary>
    /// <exception cref="InvalidOperationException">The file is gone: nothing of the write happens.</exception>
    public async Task AttachAsync(DbSession session, long brokerId, long conversationId, long number, long documentId)
    {
        if (!await DocumentStore.TryKeepAsync(session, brokerId, documentId))
        {
            throw new InvalidOperationException("The file of the message was erased before the message came.");
        }

        await session.ExecuteAsync(
            "insert into chat_files (conversation_id, number, document_id) values (@conversationId, @number, @documentId)", new { conversationId, number, documentId });
        var text = documentId.ToString(CultureInfo.InvariantCulture);
        await jobs.EnqueueAsync(session, new(ChatFileRetention.Name, text) { DedupeKey = text, RunAt = time.GetUtcNow().AddDays(options.Value.KeepFilesDays) });
    }

    /// <summary>The file of a message in the trader's own conversation, or null.</summary>
    public Task<StoredDocument?> FindAsync(long brokerId, long userId, long number, CancellationToken cancellationToken) =>
        FindAsync("c.broker_id = @brokerId and c.user_id = @userId", new { brokerId, userId, number }, cancellationToken);

    /// <summary>The file of a message in one of the desk's conversations, or null.</summary>
    public Task<StoredDocument?> FindAsync(BrokerScope scope, long conversationId, long number, CancellationToken cancellationToken) =>
        FindAsync($"c.id = @conversationId and c.broker_id in {BrokerScope.Sql}", new { conversationId, scope.CrmId, scope.StaffId, number }, cancellationToken);

    /// <summary>Whose conversation it is, for who may look after it; null when it is nobody's of those.</summary>
    public Task<LockedConversation?> FindConversationAsync(BrokerScope scope, long conversationId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<LockedConversation>(
                $"select id, broker_id, user_id from chat_conversations where id = @conversationId and broker_id in {BrokerScope.Sql}",
                new { conversationId, scope.CrmId, scope.StaffId }),
            cancellationToken);

    /// <summary>Erases a file with its key. False when it was erased before.</summary>
    public Task<bool> TryEraseAsync(long documentId, string why, CancellationToken cancellationToken) =>
        database.WriteAsync(session => DocumentStore.TryEraseAsync(session, documentId, why, time.GetUtcNow()), cancellationToken);

    private Task<StoredDocument?> FindAsync(string whose, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<StoredDocument>(
                $"""
                select d.id, d.broker_id, d.user_id, d.name, d.format, d.bytes, d.state, d.key_sealed, d.created_at, d.erased_at, d.erased_why
                from chat_files f
                join chat_conversations c on c.id = f.conversation_id
                join documents d on d.id = f.document_id
                where f.number = @number and {whose}
                """,
                parameters),
            cancellationToken);
}

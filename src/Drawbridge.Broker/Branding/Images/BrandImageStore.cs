using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Branding.Images;

/// <summary>The SQL of brokers' images.</summary>
internal sealed class BrandImageStore(Database database)
{
    /// <summary>Those of every broker, without their content. Part of the caller's read.</summary>
    public static Task<IReadOnlyList<BrandImageRow>> ListAsync(DbSession session) =>
        session.ListAsync<BrandImageRow>("select broker_id, kind, name, size, created_at from brand_images");

    /// <summary>Makes it the broker's image of that kind; false when it was that already. Part of the caller's write.</summary>
    public static async Task<bool> PutAsync(DbSession session, long brokerId, string kind, string name, byte[] content, DateTimeOffset now) =>
        await session.ExecuteAsync(
            """
            insert into brand_images (broker_id, kind, name, size, content, created_at) values (@brokerId, @kind, @name, @size, @content, @now)
            on conflict (broker_id, kind) do update
              set name = excluded.name, size = excluded.size, content = excluded.content, created_at = excluded.created_at
              where brand_images.name <> excluded.name
            """,
            new { brokerId, kind, name, size = content.Length, content, now }) > 0;

    /// <summary>Puts it, and tells every node.</summary>
    public Task PutAsync(long brokerId, string kind, string name, byte[] content, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await PutAsync(session, brokerId, kind, name, content, now);
                await session.NotifyAsync(BrokerDirectory.Channel, BrokerDirectory.PayloadOf(brokerId));
            },
            cancellationToken);

    /// <summary>Removes it and tells every node; false when there was none.</summary>
    public Task<bool> RemoveAsync(long brokerId, string kind, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var removed = await session.ExecuteAsync("delete from brand_images where broker_id = @brokerId and kind = @kind", new { brokerId, kind }) > 0;
                await session.NotifyAsync(BrokerDirectory.Channel, BrokerDirectory.PayloadOf(brokerId));
                return removed;
            },
            cancellationToken);

    /// <summary>The content under a name, whoever it belongs to: the name is made from it. Null when there is none.</summary>
    public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<byte[]?>("select content from brand_images where name = @name limit 1", new { name }), cancellationToken);
}

/// <summary>An image without its content.</summary>
internal sealed class BrandImageRow
{
    public long BrokerId { get; init; }

    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

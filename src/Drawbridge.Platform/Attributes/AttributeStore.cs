using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Attributes;

/// <summary>An attribute as stored.</summary>
internal sealed class AttributeRow
{
    public long EntityId { get; init; }

    public string Name { get; init; } = "";

    public string Value { get; init; } = "";

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Which attributes to list.</summary>
/// <param name="Ids">Of these entities; null: of all traders within reach, after the cursor.</param>
/// <param name="Cursor">After that entity.</param>
/// <param name="Limit">At most so many entities.</param>
/// <param name="Name">A part of the name.</param>
/// <param name="UpdatedFrom">Entities of which one of the listed attributes changed at or after.</param>
internal sealed record AttributeQuery(IReadOnlyList<long>? Ids, long Cursor, int Limit, string? Name, DateTimeOffset? UpdatedFrom);

internal sealed class AttributeStore(PlatformDatabase database, TimeProvider time)
{
    /// <summary>Which of these accounts are there and within reach.</summary>
    public Task<IReadOnlyList<long>> ListReachedTradersAsync(Manager manager, IReadOnlyList<long> logins, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["logins"] = logins.ToArray() };
                var conditions = ReachCondition.Of(manager, "", parameters).Prepend(session.Dialect.In("login", "@logins"));
                return session.ListAsync<long>($"select login from platform_trader where {string.Join(" and ", conditions)}", parameters);
            },
            cancellationToken);

    /// <summary>Attributes by entity and name. Without ids those of the traders within the manager's reach.</summary>
    public Task<IReadOnlyList<AttributeRow>> ListAsync(string kind, Manager manager, AttributeQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListAsync(session, kind, manager, query), cancellationToken);

    /// <summary>Adds attributes or gives them other values, all in one transaction.</summary>
    public Task SetAsync(string kind, IReadOnlyList<(long EntityId, string Name, string Value)> attributes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into platform_attribute (kind, entity_id, name, name_key, value, updated_at)
                values (@kind, @EntityId, @Name, @key, @Value, @now)
                on conflict (kind, entity_id, name) do update set value = excluded.value, updated_at = excluded.updated_at
                """,
                attributes.Select(a => new { kind, a.EntityId, a.Name, key = KeyOf(a.Name), a.Value, now = time.GetUtcNow() }).ToList()),
            cancellationToken);

    /// <summary>Removes attributes of these entities: all, or those with these names.</summary>
    public Task DeleteAsync(string kind, IReadOnlyList<long> ids, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["kind"] = kind, ["ids"] = ids.ToArray() };
                var condition = session.Dialect.In("entity_id", "@ids");
                if (names.Count > 0)
                {
                    parameters["names"] = names.ToArray();
                    condition += $" and {session.Dialect.In("name", "@names")}";
                }

                return session.ExecuteAsync($"delete from platform_attribute where kind = @kind and {condition}", parameters);
            },
            cancellationToken);

    private static Task<IReadOnlyList<AttributeRow>> ListAsync(DbSession session, string kind, Manager manager, AttributeQuery query)
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["kind"] = kind, ["limit"] = query.Limit };
        List<string> conditions = ["a.kind = @kind"];
        var isNamed = "";
        if (!string.IsNullOrEmpty(query.Name))
        {
            parameters["pattern"] = $"%{Escaped(KeyOf(query.Name))}%";
            isNamed = @" and a.name_key like @pattern escape '\'";
        }

        var (join, having) = ("", "");
        if (query.Ids is { } ids)
        {
            parameters["ids"] = ids.ToArray();
            conditions.Add(session.Dialect.In("a.entity_id", "@ids"));
        }
        else
        {
            parameters["cursor"] = query.Cursor;
            join = "join platform_trader t on t.login = a.entity_id";
            conditions.Add("a.entity_id > @cursor");
            conditions.AddRange(ReachCondition.Of(manager, "t.", parameters));
        }

        if (query.UpdatedFrom is { } from)
        {
            parameters["from"] = from;
            having = "having max(a.updated_at) >= @from";
        }

        return session.ListAsync<AttributeRow>(
            $"""
            select a.entity_id, a.name, a.value, a.updated_at from platform_attribute a
            where a.kind = @kind{isNamed} and a.entity_id in (
              select a.entity_id from platform_attribute a {join} where {string.Join(" and ", conditions)}{isNamed}
              group by a.entity_id {having} order by a.entity_id limit @limit)
            order by a.entity_id, a.name
            """,
            parameters);
    }

    private static string KeyOf(string name) => name.ToLowerInvariant();

    private static string Escaped(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}

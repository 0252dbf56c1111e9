using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>A table whose rows belong to somebody, and how they are found.</summary>
/// <param name="Name">The table.</param>
/// <param name="Condition">Which rows are a broker's or a CRM's, with <c>@broker</c> and <c>@crm</c>.</param>
internal sealed record TenantTable(string Name, string Condition);

/// <summary>The tables of the installation, from the database itself.</summary>
internal static class TenantTables
{
    /// <summary>Rows of nobody in particular, and why that is so.</summary>
    public static IReadOnlyDictionary<string, string> Nobodys { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["schema_migrations"] = "which changes of the tables were made",
        ["jobs"] = "work to do; each names the row that it is about, which is reached through its broker",
        ["throttles"] = "counters behind hashes of what they count, the broker's id among it",
        ["passkey_challenges"] = "hashes of challenges that were answered; the challenge itself is sealed with its broker",
        ["ribbon_contents"] = "what sets of ribbons say, under their hash; each set and each campaign that has one is reached through its broker",
        ["partner_click_salts"] = "what keeps visitors of links apart for a day; drawn at random, and of nobody",
        ["configuration_state"] = "the number of the newest version of the configuration, and the key of its fingerprints",
        ["configuration_versions"] = "who changed the configuration and when; one is told only with the entries of the CRM that asks",
        ["configuration_sections"] = "what the server's own configuration said at its last start, for its next one",
        ["funnel_walks"] = "hashes under a key of the day of who was counted already, the broker's id among it",
        ["funnel_keys"] = "the keys of those hashes, of the installation",
    };

    /// <summary>Tables whose rows belong to whoever the row of another table belongs to, where no foreign key says so.</summary>
    private static readonly Dictionary<string, (string Column, string Parent)> Owners = new(StringComparer.Ordinal)
    {
        ["staff_sessions"] = ("staff_id", "staff"),
        ["sandbox_payments"] = ("reference", "payments.reference"),
        ["ribbon_content_campaigns"] = ("campaign_id", "ribbon_campaigns"),
        ["ribbon_exposures"] = ("campaign_id", "ribbon_campaigns"),
    };

    /// <summary>Every table that is not <see cref="Nobodys"/>.</summary>
    /// <exception cref="InvalidOperationException">Some table says neither whose its rows are nor why they are nobody's.</exception>
    public static async Task<IReadOnlyList<TenantTable>> ListAsync(Database database)
    {
        var columns = await ColumnsAsync(database);
        var found = new Dictionary<string, string>(StringComparer.Ordinal) { ["crms"] = "id = @crm", ["brokers"] = "id = @broker" };
        foreach (var (table, names) in columns.Where(table => !Nobodys.ContainsKey(table.Key) && !found.ContainsKey(table.Key)))
        {
            if (names.Contains("broker_id") && names.Contains("crm_id"))
            {
                found[table] = "crm_id = @crm and (broker_id = @broker or broker_id is null)";
            }
            else if (names.Contains("broker_id") || names.Contains("crm_id"))
            {
                found[table] = names.Contains("broker_id") ? "broker_id = @broker" : "crm_id = @crm";
            }
        }

        string[] parents = ["payment", "document", "conversation", "case", "staff"];
        foreach (var (table, names) in columns.Where(table => !Nobodys.ContainsKey(table.Key) && !found.ContainsKey(table.Key)).ToList())
        {
            if (Owners.TryGetValue(table, out var owner))
            {
                var (parent, key) = owner.Parent.Split('.') is [var name, var other] ? (name, other) : (owner.Parent, "id");
                found[table] = $"{owner.Column} in (select {key} from {parent} where {found[parent]})";
            }
            else if (parents.FirstOrDefault(parent => names.Contains($"{parent}_id")) is { } one && columns.Keys.FirstOrDefault(name => name.EndsWith($"{one}s", StringComparison.Ordinal)) is { } owning)
            {
                found[table] = $"{one}_id in (select id from {owning} where {found[owning]})";
            }
            else
            {
                throw new InvalidOperationException(
                    $"{table} says neither by broker_id or crm_id nor by the row of another table whose its rows are: give it a broker_id, or say in TenantTables whose they are or why nobody's.");
            }
        }

        return [.. found.Select(static table => new TenantTable(table.Key, table.Value)).OrderBy(static table => table.Name, StringComparer.Ordinal)];
    }

    /// <summary>Everything that a broker and its CRM have, a line a row.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(Database database, IReadOnlyList<TenantTable> tables, Tenant tenant)
    {
        var lines = new List<string>();
        foreach (var table in tables)
        {
            var rows = await database.ReadAsync(
                session => session.ListAsync<object>($"select * from {table.Name} where {table.Condition}", new { broker = tenant.Broker.Id, crm = tenant.Broker.Crm.Id }), CancellationToken.None);
            lines.AddRange(rows.Cast<IDictionary<string, object?>>().Select(row => $"{table.Name}: {string.Join(", ", row.Select(static cell => $"{cell.Key}={Text(cell.Value)}"))}").Order(StringComparer.Ordinal));
        }

        return lines;
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> ColumnsAsync(Database database)
    {
        var rows = await database.ReadAsync(
            session => session.ListAsync<Column>(
                session.Dialect.Engine == DatabaseEngine.Sqlite
                    ? "select m.name as table_name, c.name as column_name from sqlite_master m join pragma_table_info(m.name) c on true where m.type = 'table' and m.name not like 'sqlite_%'"
                    : "select table_name, column_name from information_schema.columns where table_schema = current_schema()"),
            CancellationToken.None);
        return rows.GroupBy(static row => row.TableName, StringComparer.Ordinal)
            .ToDictionary(static table => table.Key, static IReadOnlySet<string> (table) => table.Select(static row => row.ColumnName).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string Text(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private sealed class Column
    {
        public string TableName { get; init; } = "";

        public string ColumnName { get; init; } = "";
    }
}

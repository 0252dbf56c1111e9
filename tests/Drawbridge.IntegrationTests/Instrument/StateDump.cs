using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Snapshots;
using Drawbridge.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>Every row of the state, as text that can be compared.</summary>
internal static class StateDump
{
    public static Task<SortedDictionary<string, string>> OfAsync(PlatformServer server) => OfAsync(server.Services.GetRequiredService<PlatformDatabase>().Database);

    public static async Task<SortedDictionary<string, string>> OfAsync(Database database)
    {
        var dump = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await database.ReadAsync(StateTables.ListAsync, TestContext.Current.CancellationToken))
        {
            var rows = await database.ReadAsync(session => session.ListAsync<dynamic>($"select * from {table.Rows}"), TestContext.Current.CancellationToken);
            dump[table.Name] = string.Join('\n', rows.Select(static row => Text((IDictionary<string, object?>)row)).Order(StringComparer.Ordinal));
        }

        return dump;
    }

    /// <summary>A line for each table: how many rows it has, and a sum of their hashes, whatever their order. For many rows.</summary>
    public static async Task<string> FingerprintAsync(Database database)
    {
        var lines = new List<string>();
        foreach (var table in await database.ReadAsync(StateTables.ListAsync, TestContext.Current.CancellationToken))
        {
            lines.Add(await database.ReadAsync(
                async session =>
                {
                    await using var command = session.Connection.CreateCommand();
                    command.CommandText = $"select * from {table.Rows}";
                    await using var reader = await command.ExecuteReaderAsync(session.CancellationToken);
                    var (count, sum, values) = (0L, UInt128.Zero, new object[reader.FieldCount]);
                    while (await reader.ReadAsync(session.CancellationToken))
                    {
                        reader.GetValues(values);
                        var row = string.Join('\u001f', values.Select(static value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)));
                        sum = unchecked(sum + BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(row))));
                        count++;
                    }

                    return $"{table.Name} {count} {sum:x}";
                },
                TestContext.Current.CancellationToken));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static string Text(IDictionary<string, object?> row)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in row)
        {
            text.Append(name).Append('=').Append(value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)).Append(' ');
        }

        return text.ToString();
    }
}

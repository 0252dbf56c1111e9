using System.Globalization;
using System.Text;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>Every row of the state, as text that can be compared.</summary>
internal static class StateDump
{
    public static async Task<SortedDictionary<string, string>> OfAsync(PlatformServer server)
    {
        var database = server.Services.GetRequiredService<PlatformDatabase>();
        var dump = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await database.ReadAsync(StateTables.ListAsync, TestContext.Current.CancellationToken))
        {
            var rows = await database.ReadAsync(session => session.ListAsync<dynamic>($"select * from {table.Rows}"), TestContext.Current.CancellationToken);
            dump[table.Name] = string.Join('\n', rows.Select(static row => Text((IDictionary<string, object?>)row)).Order(StringComparer.Ordinal));
        }

        return dump;
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

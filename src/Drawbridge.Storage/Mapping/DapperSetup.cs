using System.Globalization;
using Dapper;

namespace Drawbridge.Storage.Mapping;

/// <summary>
/// Dapper's settings are the process's. What is set here only widens what it accepts, so that a host which uses Dapper itself sees no
/// difference: more column names match, numbers convert between widths, and times are read from whatever form they come in.
/// </summary>
internal static class DapperSetup
{
    private static int _applied;

    public static void Apply()
    {
        if (Interlocked.Exchange(ref _applied, 1) == 1)
        {
            return;
        }

        DefaultTypeMap.MatchNamesWithUnderscores = true;

        // Dapper looks at its own table before the handlers.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new DateTimeOffsetHandler());

        // Dapper compiles a reader from the first row's types. SQLite types values, not columns: a column that is an expression has
        // no number type in a row where it is null, and the reader compiled from that row cannot unbox the next row's number.
        SqlMapper.AddTypeHandler(typeof(long), new NumberHandler<long>(static value => Convert.ToInt64(value, CultureInfo.InvariantCulture)));
        SqlMapper.AddTypeHandler(typeof(int), new NumberHandler<int>(static value => Convert.ToInt32(value, CultureInfo.InvariantCulture)));
        SqlMapper.AddTypeHandler(typeof(bool), new NumberHandler<bool>(static value => Convert.ToBoolean(value, CultureInfo.InvariantCulture)));
        SqlMapper.AddTypeHandler(typeof(double), new NumberHandler<double>(static value => Convert.ToDouble(value, CultureInfo.InvariantCulture)));
    }
}

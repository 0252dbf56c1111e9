using System.Data;
using Dapper;

namespace Drawbridge.Storage.Mapping;

/// <summary>Times are unix milliseconds in our tables. A host's own tables keep whatever form they have.</summary>
internal sealed class DateTimeOffsetHandler : SqlMapper.ITypeHandler
{
    // Dapper asks about a null when the whole row is this one value.
    public object? Parse(Type destinationType, object value) => value switch
    {
        DBNull => null,
        long milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        _ => throw new InvalidCastException($"A {value.GetType().Name} is not a time."),
    };

    public void SetValue(IDbDataParameter parameter, object value)
    {
        parameter.DbType = OwnParameters.Entered ? DbType.Int64 : DbType.DateTimeOffset;
        parameter.Value = value is DateTimeOffset time && OwnParameters.Entered ? time.ToUnixTimeMilliseconds() : value;
    }
}

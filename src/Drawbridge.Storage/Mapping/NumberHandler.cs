using System.Data;
using Dapper;

namespace Drawbridge.Storage.Mapping;

/// <summary>Reads a number from whatever width it comes in.</summary>
internal sealed class NumberHandler<T>(Func<object, T> convert) : SqlMapper.ITypeHandler
    where T : struct
{
    // Dapper asks about a null when the whole row is this one value.
    public object? Parse(Type destinationType, object value) => value switch
    {
        DBNull => null,
        T exact => exact,
        _ => convert(value),
    };

    public void SetValue(IDbDataParameter parameter, object value) => parameter.Value = value;
}

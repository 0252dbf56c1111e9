using System.Data.Common;

namespace Drawbridge.Storage;

/// <summary>Parameters of raw commands.</summary>
public static class DbCommandExtensions
{
    /// <summary>
    /// Sets a parameter, adding it the first time. <paramref name="name"/> begins with <c>@</c>. Times go as unix milliseconds; PostgreSQL
    /// takes arrays too, for statements over <c>unnest</c>.
    /// </summary>
    public static DbCommand Bind(this DbCommand command, string name, object? value)
    {
        var bound = value switch
        {
            null => DBNull.Value,
            DateTimeOffset time => time.ToUnixTimeMilliseconds(),
            _ => value,
        };
        var parameters = command.Parameters;
        var index = parameters.IndexOf(name);
        if (index >= 0)
        {
            parameters[index].Value = bound;
            return command;
        }

        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = bound;
        parameters.Add(parameter);
        return command;
    }
}

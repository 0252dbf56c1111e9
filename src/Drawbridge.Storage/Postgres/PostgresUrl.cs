using Npgsql;

namespace Drawbridge.Storage.Postgres;

/// <summary>The <c>postgres://user:password@host:port/database?sslmode=require</c> form that most hosting gives.</summary>
internal static class PostgresUrl
{
    public static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>An Npgsql connection string, whichever form it was given in.</summary>
    /// <exception cref="FormatException">It is a URL, but not a valid one.</exception>
    public static string Normalize(string text)
    {
        if (!IsUrl(text))
        {
            return text;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new FormatException("The PostgreSQL URL is malformed.");
        }

        var builder = new NpgsqlConnectionStringBuilder { Host = url.IdnHost.Trim('[', ']') };
        if (url.Port > 0)
        {
            builder.Port = url.Port;
        }

        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (url.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            builder[KeyOf(Uri.UnescapeDataString(parts[0]))] = parts.Length == 2 ? ValueOf(Uri.UnescapeDataString(parts[1])) : string.Empty;
        }

        return builder.ConnectionString;
    }

    private static string KeyOf(string key) => key.ToUpperInvariant() switch
    {
        "SSLMODE" => "SSL Mode",
        "SSLROOTCERT" => "Root Certificate",
        "SSLCERT" => "SSL Certificate",
        "SSLKEY" => "SSL Key",
        "APPLICATION_NAME" => "Application Name",
        "CONNECT_TIMEOUT" => "Timeout",
        _ => key,
    };

    // libpq writes verify-full, Npgsql VerifyFull.
    private static string ValueOf(string value) => value.ToUpperInvariant() switch
    {
        "VERIFY-FULL" => "VerifyFull",
        "VERIFY-CA" => "VerifyCA",
        _ => value,
    };
}

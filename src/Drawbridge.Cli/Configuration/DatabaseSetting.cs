using Drawbridge.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Cli.Configuration;

/// <summary>Where a side's state is: one text, or a section when more than the place is set.</summary>
internal static class DatabaseSetting
{
    private const string Expected = "must be 'sqlite:/path/file.db', 'postgres://user:password@host/database' or 'Host=...;Database=...'";

    /// <summary>Null when it is wrong; the fault is told.</summary>
    public static DatabaseOptions? Read(IConfiguration configuration, string key, ConfigurationFaults faults)
    {
        var section = configuration.GetSection(key);
        if (section.Value is { } text)
        {
            return Parse(text, key, faults);
        }

        if (!section.Exists())
        {
            faults.Add(key, Expected);
            return null;
        }

        var options = new DatabaseOptions();
        section.Bind(options);
        return Check(options, faults);
    }

    /// <summary>The same from a text.</summary>
    public static DatabaseOptions? Parse(string text, string key, ConfigurationFaults faults)
    {
        try
        {
            return Check(DatabaseOptions.Parse(text), faults);
        }
        catch (FormatException)
        {
            faults.Add(key, Expected);
            return null;
        }
    }

    private static DatabaseOptions? Check(DatabaseOptions options, ConfigurationFaults faults) => faults.Collect(() =>
    {
        var result = new DatabaseOptions.Validator().Validate(name: null, options);
        return result.Failed ? throw new OptionsValidationException(DatabaseOptions.Section, typeof(DatabaseOptions), result.Failures) : options;
    });
}

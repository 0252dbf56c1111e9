using Drawbridge.Cli.CommandLine;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Cli.Configuration;

/// <summary>Where the settings of a side come from: a JSON file, then files of one secret each, then the environment; the last one wins.</summary>
internal static class ConfigurationSource
{
    /// <exception cref="FaultException">The file is missing or no JSON.</exception>
    public static IConfigurationRoot Load(string file, string? secretsFolder)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            throw new FaultException($"{path} does not exist.", "Name a configuration file with --config FILE; docs/running.md shows one.");
        }

        if (secretsFolder is not null && !Directory.Exists(secretsFolder))
        {
            throw new FaultException($"{Path.GetFullPath(secretsFolder)} does not exist.", "Name the folder of the secrets with --secrets DIR, or leave it out.");
        }

        try
        {
            var builder = new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false);
            if (secretsFolder is not null)
            {
                builder.AddKeyPerFile(Path.GetFullPath(secretsFolder), optional: false);
            }

            return builder.AddEnvironmentVariables().Build();
        }
        catch (InvalidDataException e)
        {
            throw new FaultException($"{path} is not JSON: {PlaceOf(e)}.", "Comments and commas before a closing bracket are allowed.", innerException: e);
        }
    }

    /// <summary>The parser's whole message may quote the file; where it stopped is enough.</summary>
    private static string PlaceOf(InvalidDataException e) =>
        e.InnerException?.InnerException is System.Text.Json.JsonException json
            ? $"line {json.LineNumber + 1}, column {json.BytePositionInLine + 1}"
            : "it cannot be read";
}

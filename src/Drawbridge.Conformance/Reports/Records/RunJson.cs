using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Records;

/// <summary>Writes <c>run.json</c> and reads it back. docs/conformance.md describes the format.</summary>
public static class RunJson
{
    /// <summary>What the file is called.</summary>
    public const string FileName = "run.json";

    // Read by people and programs, never put into a page as it is.
    private static readonly RunJsonContext Context = new(new JsonSerializerOptions(RunJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(RunRecord run) => JsonSerializer.Serialize(run, Context.RunRecord) + "\n";

    /// <summary>The run of a file, or why it is none.</summary>
    public static (RunRecord? Run, string? Fault) Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize(stream, Context.RunRecord) switch
            {
                null or { Format: not RunRecord.FormatName } => (null, $"{file} is not the run of a conformance runner"),
                { FormatVersion: > RunRecord.Newest } run => (null, $"{file} was written by a newer program (format {run.FormatVersion}; this one reads up to {RunRecord.Newest})"),
                var run => (run, null),
            };
        }
        catch (JsonException e)
        {
            return (null, $"{file} is damaged, or not the run of a conformance runner (line {e.LineNumber + 1})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file} cannot be read");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n",
    Converters = [typeof(CamelCaseConverter<Verdict>), typeof(CamelCaseConverter<RunOutcome>), typeof(CamelCaseConverter<Side>), typeof(CamelCaseConverter<Level>), typeof(CamelCaseConverter<Basis>)])]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJsonContext : JsonSerializerContext;

/// <summary>Words of enums as JSON usually has them.</summary>
internal sealed class CamelCaseConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

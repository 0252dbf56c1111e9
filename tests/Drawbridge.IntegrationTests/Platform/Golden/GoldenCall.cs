using System.Text.Json.Nodes;

namespace Drawbridge.IntegrationTests.Platform.Golden;

/// <summary>What a call answers with.</summary>
public enum GoldenBody
{
    /// <summary>JSON, whatever is asked for.</summary>
    Json,

    /// <summary>JSON or XML, as asked for.</summary>
    JsonOrXml,

    /// <summary>JSON, or CSV for who asks for XML.</summary>
    JsonOrCsv,

    /// <summary>A status only.</summary>
    Nothing,
}

/// <summary>A call whose answer is kept in a file.</summary>
/// <param name="Call">Its number, as in the journal.</param>
/// <param name="Name">What the file is called after the number.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, without the token.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Status">The expected status.</param>
/// <param name="Answer">The expected format.</param>
public sealed record GoldenCall(string Call, string Name, string Method, string Path, JsonNode? Body, int Status, GoldenBody Answer)
{
    /// <summary>File name without its extension.</summary>
    public string File => $"{Call} {Name}".Replace(' ', '-');

    /// <summary>Below <c>/v2</c> a request can be XML too (B2P-0-7).</summary>
    public bool SpeaksXml => Path.StartsWith("/v2/", StringComparison.Ordinal);

    /// <summary>Extension of the file for a run that asks for XML, or for JSON.</summary>
    public string Extension(bool xml) => Answer switch
    {
        GoldenBody.JsonOrXml when xml => "xml",
        GoldenBody.JsonOrCsv when xml => "csv",
        _ => "json",
    };
}

using System.Text;
using Drawbridge.Broker.Configuration;

namespace Drawbridge.Cli.Crms;

/// <summary>Where a secret is, when a file names its place instead: <c>${env:NAME}</c> or <c>${file:/path}</c>; <c>${keep}</c> is the one that is stored.</summary>
internal static class SecretReference
{
    private const int Largest = 4096;

    /// <summary>Whether the text means a place, rightly written or not.</summary>
    public static bool Is(string text) => text.StartsWith("${", StringComparison.Ordinal);

    /// <summary>The secret, or why there is none. The fault names the place and never what is there.</summary>
    /// <param name="text">The reference.</param>
    /// <param name="folder">Where paths that are not absolute begin.</param>
    public static (string? Secret, string? Fault) Resolve(string text, string folder)
    {
        if (SecretSettings.IsKept(text))
        {
            return (text, null);
        }

        var end = text.IndexOf('}', StringComparison.Ordinal);
        var inside = end == text.Length - 1 ? text[2..end] : "";
        if (inside.StartsWith("env:", StringComparison.Ordinal) && inside["env:".Length..] is { Length: > 0 } name && name.All(static one => char.IsAsciiLetterOrDigit(one) || one == '_'))
        {
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? (value, null) : (null, $"the variable {name} of the environment is not set");
        }

        return inside.StartsWith("file:", StringComparison.Ordinal) && inside["file:".Length..].Trim() is { Length: > 0 } path
            ? Read(Path.GetFullPath(path, folder))
            : (null, "a reference is ${env:NAME} or ${file:/path}, or ${keep} for the secret that is stored, and the whole of the value");
    }

    private static (string? Secret, string? Fault) Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[Largest + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content, 0, length).TrimEnd('\r', '\n');
            return length > Largest ? (null, $"the file {path} has more than {Largest} bytes")
                : text.Length == 0 ? (null, $"the file {path} is empty")
                : (text, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"the file {path} cannot be read as text");
        }
    }
}

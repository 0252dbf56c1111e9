using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Layout;

/// <summary>What the console reads from its forms.</summary>
internal static class ConsoleForm
{
    /// <summary>Name of the hidden field that makes a form count once.</summary>
    public const string OnceField = "once";

    public const int MaximumReason = 500;

    private const int KeyLength = 32;

    public static string NewKey() => RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);

    /// <summary>The form's own key, or null when it has none of ours.</summary>
    public static string? OnceKeyOf(IFormCollection form) =>
        form[OnceField].ToString() is { Length: KeyLength } key && key.All(char.IsAsciiHexDigit) ? key : null;

    /// <summary>One line or several of a person's words, without what cannot be shown.</summary>
    public static string TextOf(IFormCollection form, string field) =>
        string.Concat(form[field].ToString().ReplaceLineEndings("\n").Where(static c => !char.IsControl(c) || c == '\n')).Trim();
}

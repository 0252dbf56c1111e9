using System.Security.Cryptography;
using Drawbridge.Broker.Chat.Texts;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Chat;

/// <summary>What can be a message, and what the key of a sending looks like.</summary>
internal static class ChatText
{
    /// <summary>Most characters of a message.</summary>
    public const int MaximumLength = 2000;

    /// <summary>Most characters of the name of somebody at the desk.</summary>
    public const int MaximumSenderLength = 80;

    private const int KeyLength = 32;
    private const int LongestKey = 64;

    /// <summary>The text as it is stored: line breaks of one kind, no blanks around it.</summary>
    public static string Normalize(string? text) => (text ?? "").ReplaceLineEndings("\n").Replace('\t', ' ').Trim();

    /// <summary>What is wrong with a normalized text, or null.</summary>
    public static TextKey? FindFault(string text) => text switch
    {
        "" => ChatTextKey.ErrorChatEmpty,
        { Length: > MaximumLength } => ScreenTextKey.ErrorFieldLong,
        _ when CardNumber.IsIn(text) => ScreenTextKey.ErrorCardNumber,
        _ when text.Any(static c => char.IsControl(c) && c != '\n') => ScreenTextKey.ErrorFieldInvalid,
        _ => null,
    };

    public static string NewKey() => RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);

    /// <summary>True for a key of a form of ours.</summary>
    public static bool IsFormKey(string key) => key.Length == KeyLength && key.All(char.IsAsciiHexDigit);

    /// <summary>True for a key that the desk's system may choose.</summary>
    public static bool IsDeskKey(string key) => key.Length is > 0 and <= LongestKey && key.All(static c => c is > ' ' and <= '~');
}

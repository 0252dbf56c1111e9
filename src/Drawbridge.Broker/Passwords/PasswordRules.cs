using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens.Texts;
using Zxcvbn.Matcher;

namespace Drawbridge.Broker.Passwords;

/// <summary>
/// What a new password must be: 8 to 128 characters and hard to guess by zxcvbn's estimate, which knows common passwords, patterns and what
/// the person told us. No rules about which characters it has to be made of.
/// </summary>
internal static class PasswordRules
{
    public const int MinimumLength = 8;

    public const int MaximumLength = 128;

    private const int LowestScore = 3;

    // The estimate takes long for long texts, and what is hard to guess so far stays hard.
    private const int EstimatedLength = 64;

    /// <summary>What is wrong with a password, or null.</summary>
    /// <param name="password">The password.</param>
    /// <param name="broker">Its names are easy to guess.</param>
    /// <param name="personal">So is what the person entered besides.</param>
    public static TextKey? FaultOf(string password, BrokerEntity broker, params ReadOnlySpan<string?> personal)
    {
        if (password.Length == 0)
        {
            return TextKey.ErrorPasswordMissing;
        }

        if (password.Length < MinimumLength)
        {
            return TextKey.ErrorPasswordShort;
        }

        if (password.Length > MaximumLength)
        {
            return TextKey.ErrorPasswordLong;
        }

        var inputs = WordsOf(broker, personal);
        var estimate = Zxcvbn.Zxcvbn.MatchPassword(password.Length > EstimatedLength ? password[..EstimatedLength] : password, inputs);
        return estimate.Score >= LowestScore ? null : Explain(estimate, password, inputs);
    }

    private static List<string> WordsOf(BrokerEntity broker, ReadOnlySpan<string?> personal)
    {
        var words = new List<string>();
        foreach (var text in (ReadOnlySpan<string?>)[broker.Settings.DisplayName, broker.Settings.LegalEntity, broker.Name.Value, .. personal])
        {
            if (text is not null)
            {
                words.Add(text);
                words.AddRange(text.Split([' ', '@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 2));
            }
        }

        return words;
    }

    private static TextKey Explain(Zxcvbn.Result estimate, string password, List<string> inputs)
    {
        if (inputs.Exists(word => password.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return TextKey.ErrorPasswordPersonal;
        }

        // The longest part that was recognised says best what to change.
        var worst = estimate.MatchSequence.Where(match => match.Pattern != "bruteforce").MaxBy(match => match.Token.Length);
        return worst switch
        {
            DictionaryMatch { DictionaryName: "user_inputs" } => TextKey.ErrorPasswordPersonal,
            DictionaryMatch { DictionaryName: "passwords" } => TextKey.ErrorPasswordCommon,
            DictionaryMatch => TextKey.ErrorPasswordWord,
            { Pattern: "repeat" or "sequence" or "spatial" } => TextKey.ErrorPasswordPattern,
            { Pattern: "date" or "year" } => TextKey.ErrorPasswordDate,
            _ => TextKey.ErrorPasswordWeak,
        };
    }
}

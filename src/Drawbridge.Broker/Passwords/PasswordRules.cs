using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passwords.Texts;
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
    private const int EstimatedLength = 40;

    /// <summary>What is wrong with a password, or null. The estimate costs as much as a hash and waits in the same queue.</summary>
    /// <param name="hashing">The queue.</param>
    /// <param name="password">The password.</param>
    /// <param name="broker">Its names are easy to guess.</param>
    /// <param name="personal">So is what the person entered besides.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public static async Task<TextKey?> FindFaultAsync(
        PasswordHashingQueue hashing, string password, BrokerEntity broker, IReadOnlyList<string?> personal, CancellationToken cancellationToken) =>
        LengthFault(password) ?? await hashing.RunAsync(() => FaultOf(password, broker, personal), cancellationToken);

    internal static TextKey? FaultOf(string password, BrokerEntity broker, IReadOnlyList<string?> personal)
    {
        if (LengthFault(password) is { } fault)
        {
            return fault;
        }

        var inputs = WordsOf(broker, personal);
        var estimate = Zxcvbn.Zxcvbn.MatchPassword(password.Length > EstimatedLength ? password[..EstimatedLength] : password, inputs);
        return estimate.Score >= LowestScore ? null : Explain(estimate, password, inputs);
    }

    private static TextKey? LengthFault(string password)
    {
        if (password.Length == 0)
        {
            return PasswordTextKey.ErrorPasswordMissing;
        }

        if (password.Length < MinimumLength)
        {
            return PasswordTextKey.ErrorPasswordShort;
        }

        return password.Length > MaximumLength ? PasswordTextKey.ErrorPasswordLong : null;
    }

    private static List<string> WordsOf(BrokerEntity broker, IReadOnlyList<string?> personal)
    {
        var words = new List<string>();
        foreach (var text in new[] { broker.Settings.DisplayName, broker.Settings.LegalEntity, broker.Name.Value }.Concat(personal))
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
            return PasswordTextKey.ErrorPasswordPersonal;
        }

        // The longest part that was recognised says best what to change.
        var worst = estimate.MatchSequence.Where(match => match.Pattern != "bruteforce").MaxBy(match => match.Token.Length);
        return worst switch
        {
            DictionaryMatch { DictionaryName: "user_inputs" } => PasswordTextKey.ErrorPasswordPersonal,
            DictionaryMatch { DictionaryName: "passwords" } => PasswordTextKey.ErrorPasswordCommon,
            DictionaryMatch => PasswordTextKey.ErrorPasswordWord,
            { Pattern: "repeat" or "sequence" or "spatial" } => PasswordTextKey.ErrorPasswordPattern,
            { Pattern: "date" or "year" } => PasswordTextKey.ErrorPasswordDate,
            _ => PasswordTextKey.ErrorPasswordWeak,
        };
    }
}

using System.Globalization;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Screens;
using Drawbridge.Broker.Kyc.Settings;

namespace Drawbridge.Broker.Console.Kyc;

/// <summary>What staff reads about verifications.</summary>
internal static class KycWords
{
    public static (string Text, string Tone) Of(KycState state) => state switch
    {
        KycState.Draft => ("Draft", "calm"),
        KycState.Submitted => ("Submitted", "warn"),
        KycState.InReview => ("In review", "busy"),
        KycState.Approved => ("Approved", "good"),
        KycState.Rejected => ("Sent back", "bad"),
        KycState.Expired => ("Expired", "calm"),
        _ => (state.ToString(), "calm"),
    };

    /// <summary>What a setting calls it, in English if it does.</summary>
    public static string Text(IReadOnlyDictionary<string, string>? texts, string otherwise) =>
        texts is null or { Count: 0 } ? Spaced(otherwise) : texts.GetValueOrDefault("en") ?? texts.Values.First();

    public static string TitleOf(KycStep? step, string id) => Text(step?.Title, id);

    /// <summary>The question that an answer belongs to.</summary>
    public static string QuestionOf(KycStep? step, string name) =>
        step is not null && KycFields.Of(step).FirstOrDefault(field => field.Name == name) is { } field ? Text(field.Label, name) : Spaced(name);

    /// <summary>An answer as staff reads it: the text of a choice, not its value.</summary>
    public static string AnswerOf(KycStep? step, string name, string value)
    {
        var field = step is null ? null : KycFields.Of(step).FirstOrDefault(field => field.Name == name);
        return field?.Choices.FirstOrDefault(choice => choice.Value == value) is { } chosen ? Text(chosen.Label, value) : value;
    }

    /// <summary>What was done, as stored, in words.</summary>
    public static string OfEvent(string what) => what switch
    {
        nameof(KycEvent.Submit) => "Sent by the trader",
        nameof(KycEvent.Withdraw) => "Taken back by the trader",
        nameof(KycEvent.BeginReview) => "Review begun",
        nameof(KycEvent.Approve) => "Approved",
        nameof(KycEvent.Reject) => "Sent back",
        nameof(KycEvent.AskAgain) => "Asked for again",
        nameof(KycEvent.Expire) => "Ran out",
        "Note" => "Note",
        "FileRead" => "File looked at",
        _ => Spaced(what),
    };

    /// <summary><c>birthDate</c> as <c>Birth date</c>.</summary>
    private static string Spaced(string name)
    {
        var text = string.Concat(name.Replace('-', ' ').Replace('_', ' ').Select(static (c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
        return text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
    }
}

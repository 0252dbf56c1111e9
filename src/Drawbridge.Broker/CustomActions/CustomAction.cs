namespace Drawbridge.Broker.CustomActions;

/// <summary>
/// An action that a broker defines (SCR-6, FLOW-ACTION-1): a form whose answers go to the CRM by webhook, or a page of the broker's own. It is
/// opened by <c>actionType</c> (SCR-33).
/// </summary>
public sealed record CustomAction
{
    /// <summary>What <c>actionType</c> names: letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public required string Type { get; init; }

    /// <summary>Heading, by language; the CRM's default language must be there.</summary>
    public required IReadOnlyDictionary<string, string> Title { get; init; }

    /// <summary>What it is about, by language.</summary>
    public IReadOnlyDictionary<string, string> Intro { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Questions of the form; empty with <see cref="ExternalUrl"/>.</summary>
    public IReadOnlyList<ActionField> Fields { get; init; } = [];

    /// <summary>A page of the broker's own instead of a form. It gets a context that is signed with the CRM's webhook secret and ends after five minutes, never a token.</summary>
    public Uri? ExternalUrl { get; init; }

    /// <summary>Who may see it. Default: everybody.</summary>
    public ActionAudience Audience { get; init; } = new();

    /// <summary>Type of the event that tells the CRM of an answer.</summary>
    public string Event { get; init; } = "action.submitted";

    /// <summary>A text in the language of the screen, else the CRM's default, else any.</summary>
    internal static string In(IReadOnlyDictionary<string, string> texts, string language, string otherwise) =>
        texts.GetValueOrDefault(language) ?? texts.GetValueOrDefault(otherwise) ?? texts.Values.FirstOrDefault() ?? "";
}

/// <summary>A question of a <see cref="CustomAction"/>.</summary>
public sealed record ActionField
{
    /// <summary>Key of the answer: letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>The question, by language.</summary>
    public required IReadOnlyDictionary<string, string> Label { get; init; }

    /// <summary>What can be answered.</summary>
    public ActionFieldKind Kind { get; init; } = ActionFieldKind.Text;

    /// <summary>Whether it has to be answered. Default true.</summary>
    public bool Required { get; init; } = true;

    /// <summary>Longest answer. Default 200 characters, 2,000 for <see cref="ActionFieldKind.LongText"/>.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>Answers to choose from, for <see cref="ActionFieldKind.Choice"/>.</summary>
    public IReadOnlyList<ActionChoice> Choices { get; init; } = [];

    internal int EffectiveMaximumLength => MaximumLength ?? (Kind == ActionFieldKind.LongText ? 2000 : 200);
}

/// <summary>One answer to choose.</summary>
/// <param name="Value">What is stored and told.</param>
/// <param name="Label">What is read, by language.</param>
public sealed record ActionChoice(string Value, IReadOnlyDictionary<string, string> Label);

/// <summary>Kinds of answers.</summary>
public enum ActionFieldKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A day, <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>Yes or no; when required, only yes.</summary>
    Checkbox,
}

/// <summary>Who sees an action. An empty list lets everybody through.</summary>
public sealed record ActionAudience
{
    /// <summary>Preferred languages of the users, ISO 639-1.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Currencies of which the user must have an account.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>Environments of which the user must have an account, such as <c>live</c>.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];
}

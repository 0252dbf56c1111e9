namespace Drawbridge.Conformance.Plans;

/// <summary>Screens of the broker under test. Addresses are relative to the broker's; those of the protocol are the defaults.</summary>
public sealed record ScreenPlan
{
    public string LogIn { get; init; } = "/auth/login";

    public string NewAccount { get; init; } = "/account/create";

    public string Deposit { get; init; } = "/inapp/deposit";

    public string Withdrawal { get; init; } = "/inapp/withdraw";

    public string Kyc { get; init; } = "/inapp/kyc";

    public string CustomAction { get; init; } = "/inapp/action";

    public string Chat { get; init; } = "/inapp/chat";

    public string ChangePassword { get; init; } = "/account/password";

    public string ChangeEmail { get; init; } = "/account/email";

    /// <summary>The page of the client area that opens cTrader Web; null when the plan does not say.</summary>
    public string? ClientArea { get; init; }

    /// <summary>Supported languages (ISO 639-1), the CRM's default first.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["en"];

    /// <summary>Whether there is a light and a dark theme.</summary>
    public bool Themes { get; init; }

    /// <summary>Hosts besides the broker's own whose files screens may load, such as those of a payment provider. Default none.</summary>
    public IReadOnlyList<string> OtherHosts { get; init; } = [];

    /// <summary>How forms are found where the runner's own search does not find them: what is looked for (such as <c>email</c>) and a CSS selector.</summary>
    public IReadOnlyDictionary<string, string> Selectors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is entered into fields that the runner does not know: a CSS selector, or the field's name or label, and the text.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

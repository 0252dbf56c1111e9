namespace Drawbridge.Broker.Branding;

/// <summary>How a broker's screens and mails look and what they have to say, beside its name and accent colour (SCR-64, SCR-73).</summary>
public sealed record BrandSettings
{
    /// <summary>Accent colour in the dark theme, <c>#rrggbb</c>; null = that of the light one.</summary>
    public string? AccentColorDark { get; init; }

    /// <summary>
    /// The warning that the broker's jurisdiction asks for, by language, at most 1000 characters. Shown where a trader registers, opens an account or deposits, at the foot of
    /// every other screen, and in mails. Empty = one sentence of our own. A language without a text gets that of the CRM's default language.
    /// </summary>
    public IReadOnlyDictionary<string, string> RiskWarning { get; init; } = new Dictionary<string, string>();

    /// <summary>Documents that every screen links to, at most eight.</summary>
    public IReadOnlyList<LegalDocument> Documents { get; init; } = [];
}

/// <summary>A document at the foot of every screen.</summary>
public sealed record LegalDocument
{
    /// <summary>What it is; decides what the link is called, in every language.</summary>
    public LegalDocumentKind Kind { get; init; }

    /// <summary>What the link is called instead, by language; needed for <see cref="LegalDocumentKind.Other"/>.</summary>
    public IReadOnlyDictionary<string, string> Label { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it can be read, by language, https; the CRM's default language is for all others.</summary>
    public required IReadOnlyDictionary<string, Uri> Url { get; init; }
}

/// <summary>What a legal document is.</summary>
public enum LegalDocumentKind
{
    /// <summary>Something else; its label says what.</summary>
    Other,

    /// <summary>Terms of business.</summary>
    Terms,

    /// <summary>What becomes of personal data.</summary>
    Privacy,

    /// <summary>The risks of trading, at length.</summary>
    RiskDisclosure,

    /// <summary>How orders are executed.</summary>
    OrderExecution,

    /// <summary>How to complain.</summary>
    Complaints,

    /// <summary>Who is behind the broker.</summary>
    Imprint,
}

using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Documents;

namespace Drawbridge.Broker.Kyc.Settings;

/// <summary>One stage of a verification, with an address of its own (FLOW-KYC-4).</summary>
public sealed record KycStep
{
    /// <summary>Its place in the address: lower-case letters, digits and <c>-</c>, at most 64.</summary>
    public required string Id { get; init; }

    /// <summary>What the trader does.</summary>
    public required KycStepKind Kind { get; init; }

    /// <summary>Heading, by language. Empty: one that goes with the kind.</summary>
    public IReadOnlyDictionary<string, string> Title { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What it is about, by language.</summary>
    public IReadOnlyDictionary<string, string> Intro { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is asked for of the person, for <see cref="KycStepKind.Personal"/>.</summary>
    public IReadOnlyList<KycPersonalField> Personal { get; init; } =
    [
        KycPersonalField.FirstName, KycPersonalField.LastName, KycPersonalField.BirthDate, KycPersonalField.Citizenship,
        KycPersonalField.Street, KycPersonalField.PostalCode, KycPersonalField.City, KycPersonalField.Country,
    ];

    /// <summary>Youngest age, for <see cref="KycPersonalField.BirthDate"/>. Default 18.</summary>
    public int MinimumAge { get; init; } = 18;

    /// <summary>Questions, for <see cref="KycStepKind.Questionnaire"/>.</summary>
    public IReadOnlyList<ActionField> Questions { get; init; } = [];

    /// <summary>What the trader can show, one of them, for <see cref="KycStepKind.Documents"/>.</summary>
    public IReadOnlyList<KycDocumentType> Documents { get; init; } = [];

    /// <summary>What files may be. Empty: JPEG, PNG, WebP, and PDF unless it is a selfie.</summary>
    public IReadOnlyList<DocumentFormat> Formats { get; init; } = [];

    /// <summary>Largest file, in megabytes, 1 to 20. Default 10.</summary>
    public int MaximumMegabytes { get; init; } = 10;

    /// <summary>Firebase event when the stage opens (SCR-43); null = none.</summary>
    public string? EventName { get; init; }

    internal bool TakesFiles => Kind is KycStepKind.Documents or KycStepKind.Selfie;

    internal DocumentRules Rules => new(
        Formats.Count > 0 ? Formats : [.. DocumentFormats.All.Where(format => Kind == KycStepKind.Documents || format != DocumentFormat.Pdf)],
        MaximumMegabytes * 1024L * 1024);
}

/// <summary>Kinds of steps.</summary>
public enum KycStepKind
{
    /// <summary>Name, date of birth, address.</summary>
    Personal,

    /// <summary>Questions of the broker's own.</summary>
    Questionnaire,

    /// <summary>Photographs or scans of a document.</summary>
    Documents,

    /// <summary>A photograph of the trader.</summary>
    Selfie,
}

/// <summary>What can be asked for of a person.</summary>
public enum KycPersonalField
{
    /// <summary>First names.</summary>
    FirstName,

    /// <summary>Last name.</summary>
    LastName,

    /// <summary>Date of birth.</summary>
    BirthDate,

    /// <summary>Citizenship.</summary>
    Citizenship,

    /// <summary>Street and number.</summary>
    Street,

    /// <summary>Postal code.</summary>
    PostalCode,

    /// <summary>City.</summary>
    City,

    /// <summary>Country of residence.</summary>
    Country,

    /// <summary>Telephone number.</summary>
    Phone,

    /// <summary>Number that the tax office knows the person by.</summary>
    TaxNumber,
}

/// <summary>A document that a trader can show.</summary>
public sealed record KycDocumentType
{
    /// <summary>Letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called, by language; the CRM's default language must be there.</summary>
    public required IReadOnlyDictionary<string, string> Label { get; init; }

    /// <summary>Sides to photograph, one file each: 1 or 2. Default 1.</summary>
    public int Sides { get; init; } = 1;
}

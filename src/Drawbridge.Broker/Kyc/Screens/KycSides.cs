using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Kyc.Texts;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>A file that a step asks for.</summary>
/// <param name="Name">What it is stored as.</param>
/// <param name="Label">What the trader reads.</param>
internal sealed record KycSide(string Name, TextKey Label)
{
    /// <summary>Name of the input.</summary>
    public string Field => "file-" + Name;
}

/// <summary>Which files a step asks for.</summary>
internal static class KycSides
{
    /// <summary>Key of the chosen document among the answers of a step.</summary>
    public const string TypeKey = "document";

    private static readonly KycSide Front = new("front", KycTextKey.KycSideFront);
    private static readonly KycSide Back = new("back", KycTextKey.KycSideBack);
    private static readonly KycSide Only = new("front", KycTextKey.KycSideOnly);
    private static readonly KycSide Selfie = new("selfie", KycTextKey.KycSelfieFile);

    /// <summary>The document that was chosen, or the only one; null before that and for a selfie.</summary>
    public static KycDocumentType? TypeOf(KycStep step, IReadOnlyDictionary<string, string> answers) => step.Kind != KycStepKind.Documents ? null
        : step.Documents is [var only] ? only
        : step.Documents.FirstOrDefault(type => type.Id == answers.GetValueOrDefault(TypeKey));

    /// <summary>None until a document is chosen.</summary>
    public static IReadOnlyList<KycSide> Of(KycStep step, IReadOnlyDictionary<string, string> answers) => step.Kind == KycStepKind.Selfie ? [Selfie]
        : TypeOf(step, answers) is not { } type ? []
        : type.Sides == 2 ? [Front, Back] : [Only];

    public static TextKey LabelOf(KycFile file, IReadOnlyList<KycSide> sides) => sides.FirstOrDefault(side => side.Name == file.Side)?.Label ?? KycTextKey.KycSideOnly;

    /// <summary>Value of <c>accept</c>: telephones then offer the camera, and turn pictures of formats of their own into one of ours.</summary>
    public static string Accept(KycStep step) => string.Join(',', step.Rules.Formats.Select(DocumentFormats.MediaTypeOf));

    /// <summary>The formats as people call them.</summary>
    public static string Names(KycStep step) => string.Join(", ", step.Rules.Formats.Select(static format => format == DocumentFormat.Webp ? "WebP" : format.ToString().ToUpperInvariant()));
}

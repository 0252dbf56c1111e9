using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Documents.Texts;

/// <summary>What is wrong with a file.</summary>
internal static class DocumentTextKey
{
    public static readonly TextKey ErrorDocumentMissing = new();
    public static readonly TextKey ErrorDocumentEmpty = new();
    public static readonly TextKey ErrorDocumentTooLarge = new();
    public static readonly TextKey ErrorDocumentFormat = new();
    public static readonly TextKey ErrorDocumentMismatch = new();
    public static readonly TextKey ErrorDocumentDamaged = new();
    public static readonly TextKey ErrorDocumentPixels = new();
    public static readonly TextKey ErrorDocumentUnsafe = new();
    public static readonly TextKey ErrorDocumentProtected = new();
    public static readonly TextKey ErrorDocumentTooMany = new();
}

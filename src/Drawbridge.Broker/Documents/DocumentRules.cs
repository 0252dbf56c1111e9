namespace Drawbridge.Broker.Documents;

/// <summary>Which files are taken in one place.</summary>
/// <param name="Formats">What they may be.</param>
/// <param name="MaximumBytes">How large they may be.</param>
internal sealed record DocumentRules(IReadOnlyList<DocumentFormat> Formats, long MaximumBytes)
{
    /// <summary>The largest limit that can be configured: this much of a file is held in memory while it is checked.</summary>
    public const long LargestMaximum = 20 * 1024 * 1024;
}

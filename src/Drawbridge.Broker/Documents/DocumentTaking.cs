namespace Drawbridge.Broker.Documents;

/// <summary>A file that somebody sends.</summary>
/// <param name="BrokerId">Whose trader sends it.</param>
/// <param name="UserId">The trader.</param>
/// <param name="FileName">Its name, as the browser says.</param>
/// <param name="DeclaredType">Its type, as the browser says.</param>
internal sealed record IncomingDocument(long BrokerId, long UserId, string? FileName, string? DeclaredType);

/// <summary>How receiving a file ended.</summary>
internal abstract record DocumentTaking
{
    private DocumentTaking()
    {
    }

    /// <summary>It is stored and harmless, and goes in an hour unless it is kept.</summary>
    public sealed record Taken(long Id, string Name, DocumentFormat Format, long Bytes) : DocumentTaking;

    /// <summary>Nothing of it is stored.</summary>
    public sealed record Refused(DocumentFault Fault) : DocumentTaking;
}

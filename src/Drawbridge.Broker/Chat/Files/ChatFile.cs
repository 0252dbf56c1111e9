using Drawbridge.Broker.Documents;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>The file of a message, without what is in it.</summary>
internal sealed class ChatFile
{
    /// <summary>Number of the message.</summary>
    public long Number { get; init; }

    public long DocumentId { get; init; }

    public string Name { get; init; } = "";

    public DocumentFormat Format { get; init; }

    public long Bytes { get; init; }

    public DocumentState State { get; init; }

    public bool IsErased => State == DocumentState.Erased;

    public string MediaType => DocumentFormats.MediaTypeOf(Format);

    /// <summary>True for what a browser may show within a page.</summary>
    public bool IsPicture => Format != DocumentFormat.Pdf;
}

/// <summary>How taking the file of a message ended.</summary>
internal abstract record ChatFileTaking
{
    private ChatFileTaking()
    {
    }

    /// <summary>It waits for its message, for an hour at most.</summary>
    public sealed record Taken(long DocumentId, string Name) : ChatFileTaking;

    /// <summary>It is not what is taken here.</summary>
    public sealed record Refused(DocumentFault Fault) : ChatFileTaking;

    /// <summary>The conversation is full, or too many were sent within an hour.</summary>
    public sealed record TooMany : ChatFileTaking;
}

namespace Drawbridge.Broker.Chat;

/// <summary>A trader's conversation with the desk, as stored.</summary>
internal sealed class ChatConversation
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long UserId { get; init; }

    /// <summary>How many messages there are, and so the number of the last one.</summary>
    public long Messages { get; init; }

    /// <summary>Number of the last message that the trader has seen.</summary>
    public long TraderRead { get; init; }

    /// <summary>Number of the last message that the desk has seen.</summary>
    public long DeskRead { get; init; }

    /// <summary>Messages of the desk that the trader has not seen.</summary>
    public long TraderUnread { get; init; }

    /// <summary>Messages of the trader that the desk has not seen.</summary>
    public long DeskUnread { get; init; }

    public DateTimeOffset LastAt { get; init; }
}

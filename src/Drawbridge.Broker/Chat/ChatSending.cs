namespace Drawbridge.Broker.Chat;

/// <summary>How sending a message ended.</summary>
internal abstract record ChatSending
{
    private ChatSending()
    {
    }

    /// <summary>It is stored, now or by an earlier sending with the same key.</summary>
    public sealed record Sent(long ConversationId, long Number, bool Repeated) : ChatSending;

    /// <summary>The trader sent too many within a minute; nothing is stored.</summary>
    public sealed record TooMany : ChatSending;

    /// <summary>There is no such conversation.</summary>
    public sealed record NoConversation : ChatSending;
}

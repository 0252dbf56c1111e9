namespace Drawbridge.Broker.Chat;

/// <summary>Which side wrote a message. The numbers are stored.</summary>
internal enum ChatAuthor
{
    /// <summary>The user of the broker.</summary>
    Trader = 1,

    /// <summary>Somebody at the broker's desk.</summary>
    Desk = 2,
}

/// <summary>A message as stored.</summary>
internal sealed class ChatMessage
{
    /// <summary>Its place in the conversation, from 1 without gaps.</summary>
    public long Number { get; init; }

    public ChatAuthor Author { get; init; }

    /// <summary>Name of the person at the desk; null when the desk did not say.</summary>
    public string? Sender { get; init; }

    public string Text { get; init; } = "";

    /// <summary>The account that the trader's screen was about.</summary>
    public long? Account { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

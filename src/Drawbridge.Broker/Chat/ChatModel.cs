using Drawbridge.Broker.Chat.Files;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Chat;

/// <summary>What the screen shows.</summary>
/// <param name="Conversation">Null before the first message.</param>
/// <param name="Messages">Oldest first.</param>
/// <param name="Draft">What the trader had written when it was refused.</param>
/// <param name="Errors">What is wrong with it.</param>
/// <param name="Sealed">The session for forms.</param>
/// <param name="SubmissionKey">Of the next message.</param>
internal sealed record ChatModel(
    ChatConversation? Conversation, IReadOnlyList<ChatMessage> Messages, string Draft, FormErrors Errors, string Sealed, string SubmissionKey)
{
    /// <summary>The files of the messages, by their numbers.</summary>
    public required IReadOnlyDictionary<long, ChatFile> Files { get; init; }

    /// <summary>True where a picture's address is enough to show it, because the session's cookie goes along.</summary>
    public bool ShowsPictures { get; init; }

    /// <summary>Number of the first message of the desk that the trader has not seen before; null when there is none.</summary>
    public long? FirstNew => Conversation is { TraderUnread: > 0 } conversation
        ? Messages.FirstOrDefault(message => message.Author == ChatAuthor.Desk && message.Number > conversation.TraderRead)?.Number
        : null;

    /// <summary>True when the last message is the trader's and the desk has seen it.</summary>
    public bool Seen => Conversation is { } conversation && Messages is [.., { Author: ChatAuthor.Trader } last] && last.Number <= conversation.DeskRead;

    /// <summary>True when there are older messages than these.</summary>
    public bool HasEarlier => Messages is [{ Number: > 1 }, ..];
}

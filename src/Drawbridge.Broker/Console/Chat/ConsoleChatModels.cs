using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Chat.Files;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Chat;

/// <summary>What the list of conversations shows.</summary>
internal sealed record ConversationListModel(IReadOnlyList<DeskConversation> Conversations, bool UnreadOnly, string? Older);

/// <summary>What a conversation shows.</summary>
internal sealed record ConversationModel(
    DeskConversation Conversation, BrokerEntity Broker, IReadOnlyList<ChatMessage> Messages, IReadOnlyDictionary<long, ChatFile> Files,
    IReadOnlyList<TradingAccount> Accounts, string Draft, string? Error)
{
    /// <summary>Number of the last message that is shown.</summary>
    public long Last => Messages is [.., var last] ? last.Number : 0;

    /// <summary>Number of the first message that the desk has not seen; null when there is none.</summary>
    public long? FirstNew => Conversation.DeskUnread > 0
        ? Messages.FirstOrDefault(message => message.Author == ChatAuthor.Trader && message.Number > Conversation.DeskRead)?.Number
        : null;
}

/// <summary>What the page that begins a conversation shows.</summary>
/// <param name="Search">What was looked for.</param>
/// <param name="Found">Null before anything was.</param>
/// <param name="Trader">Whom to write to, once chosen.</param>
/// <param name="Draft">What was written when it was refused.</param>
/// <param name="Errors">What is wrong with it.</param>
internal sealed record BeginModel(string Search, IReadOnlyList<DeskTrader>? Found, DeskTrader? Trader, string Draft, FormErrors Errors);

/// <summary>How traders are named.</summary>
internal static class TraderName
{
    public static string Of(string? firstName, string? lastName, string email) =>
        string.Join(' ', new[] { firstName, lastName }.Where(static part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } name ? name : email;
}

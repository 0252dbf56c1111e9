using System.Globalization;
using Drawbridge.Broker.Chat.Files;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Broker.Chat;

/// <summary>Body of a reply.</summary>
internal sealed class ReplyRequest : CrmRequest
{
    public string? Text { get; init; }

    /// <summary>Who at the desk writes; shown to the trader instead of the broker's name.</summary>
    public string? Sender { get; init; }

    /// <summary>Chosen by the caller: sent twice, the reply counts once.</summary>
    public string? SubmissionKey { get; init; }
}

/// <summary>Body of a message that begins a conversation, or goes on with the one that there is.</summary>
internal sealed class BeginRequest : CrmRequest
{
    /// <summary>E-mail address of the trader; this or the account.</summary>
    public string? Email { get; init; }

    /// <summary>An account of the trader; this or the e-mail address.</summary>
    public long? Account { get; init; }

    public string? Text { get; init; }

    /// <summary>Who at the desk writes; shown to the trader instead of the broker's name.</summary>
    public string? Sender { get; init; }

    /// <summary>Chosen by the caller: sent twice, the message counts once.</summary>
    public string? SubmissionKey { get; init; }
}

/// <summary>Body of "read".</summary>
internal sealed class ReadRequest : CrmRequest
{
    /// <summary>Number of the last message that was seen.</summary>
    public long? UpTo { get; init; }
}

internal sealed record ConversationList(
    IReadOnlyList<ConversationAnswer> Conversations, IReadOnlyList<UnreadAnswer> Unread, string? Cursor);

internal sealed record UnreadAnswer(string BrokerName, long Conversations, long Messages);

internal sealed record ConversationAnswer(
    long Id, string BrokerName, long? UserId, string Email, string? FirstName, string? LastName,
    long Messages, long Unread, long ReadByDesk, long ReadByTrader, string LastAuthor, string LastText, DateTimeOffset LastAt)
{
    public static ConversationAnswer From(DeskConversation row) => new(
        row.Id, row.BrokerName, row.CtraderUserId, row.Email, row.FirstName, row.LastName,
        row.Messages, row.DeskUnread, row.DeskRead, row.TraderRead, MessageAnswer.NameOf(row.LastAuthor), row.LastText, row.LastAt);
}

internal sealed record MessageList(IReadOnlyList<MessageAnswer> Messages);

internal sealed record MessageAnswer(long Number, string Author, string? Sender, string Text, long? Account, DateTimeOffset At, FileAnswer? File)
{
    public static MessageAnswer From(ChatMessage message, ChatFile? file) => new(
        message.Number, NameOf(message.Author), message.Sender, message.Text, message.Account, message.CreatedAt,
        file is null ? null : new(file.Name, file.MediaType, file.Bytes, file.IsErased));

    public static string NameOf(ChatAuthor author) => author == ChatAuthor.Trader ? "trader" : "desk";
}

/// <summary>The file of a message, fetched by a call of its own.</summary>
internal sealed record FileAnswer(string Name, string MediaType, long Bytes, bool Erased);

internal sealed record ReplyAnswer(long Number);

internal sealed record BeginAnswer(long ConversationId, long Number);

internal sealed record ReadAnswer(long Unread);

/// <summary>Where a list of conversations goes on.</summary>
internal static class DeskCursor
{
    public static string After(DeskConversation last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.LastAt.ToUnixTimeMilliseconds()}-{last.Id}");

    /// <summary>True for a cursor and for none, which is the beginning.</summary>
    public static bool TryParse(string? text, out (DateTimeOffset At, long Id) before)
    {
        before = (DateTimeOffset.MaxValue, long.MaxValue);
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (text.Split('-') is not [var at, var id]
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        before = (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), number);
        return true;
    }
}

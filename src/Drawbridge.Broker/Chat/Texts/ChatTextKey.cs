using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Chat.Texts;

/// <summary>Texts of the chat.</summary>
internal static class ChatTextKey
{
    public static readonly TextKey ChatTitle = new();
    public static readonly TextKey ChatIntro = new();
    public static readonly TextKey ChatEmpty = new();
    public static readonly TextKey ChatField = new();
    public static readonly TextKey ChatAttach = new();
    public static readonly TextKey ChatFileGone = new();
    public static readonly TextKey ChatSend = new();
    public static readonly TextKey ChatYou = new();
    public static readonly TextKey ChatEarlier = new();
    public static readonly TextKey ChatRefresh = new();
    public static readonly TextKey ChatNew = new();
    public static readonly TextKey ChatSeen = new();
    public static readonly TextKey ChatOffline = new();
    public static readonly TextKey ChatEnded = new();
    public static readonly TextKey ChatNotSent = new();
    public static readonly TextKey ErrorChatEmpty = new();
    public static readonly TextKey ErrorChatTooMany = new();
}

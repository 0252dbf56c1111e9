using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Chat;

/// <summary>What the CRM is told of a trader's message.</summary>
internal sealed record ChatEvent(long ConversationId, long Number, long? UserId, string Email, long? Account, string Text)
{
    /// <summary>Type of the event.</summary>
    public const string Type = "chat.message";
}

/// <summary>What the CRM is told of a message of the desk, whether it came by management API or from the console.</summary>
internal sealed record ChatReplyEvent(long ConversationId, long Number, long? UserId, string Email, string? Sender, string Text)
{
    /// <summary>Type of the event.</summary>
    public const string Type = "chat.reply";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatEvent))]
[JsonSerializable(typeof(ChatReplyEvent))]
[JsonSerializable(typeof(BeginAnswer))]
[JsonSerializable(typeof(ConversationList))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(ReplyAnswer))]
[JsonSerializable(typeof(ReadAnswer))]
internal sealed partial class ChatJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(ReplyRequest))]
[JsonSerializable(typeof(BeginRequest))]
[JsonSerializable(typeof(ReadRequest))]
internal sealed partial class ChatRequestJson : JsonSerializerContext;

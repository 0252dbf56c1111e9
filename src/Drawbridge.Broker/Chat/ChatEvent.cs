using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Chat;

/// <summary>What the CRM is told of a trader's message.</summary>
internal sealed record ChatEvent(long ConversationId, long Number, long? UserId, string Email, long? Account, string Text)
{
    /// <summary>Type of the event.</summary>
    public const string Type = "chat.message";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatEvent))]
[JsonSerializable(typeof(ConversationList))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(ReplyAnswer))]
[JsonSerializable(typeof(ReadAnswer))]
internal sealed partial class ChatJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(ReplyRequest))]
[JsonSerializable(typeof(ReadRequest))]
internal sealed partial class ChatRequestJson : JsonSerializerContext;

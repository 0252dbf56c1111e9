using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Drawbridge.Platform.Traders;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class TraderListJson : JsonSerializerContext;

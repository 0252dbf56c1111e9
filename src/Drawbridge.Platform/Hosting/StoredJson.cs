using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Hosting;

/// <summary>JSON inside the database.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HashSet<string>))]
[JsonSerializable(typeof(ContactDetails))]
[JsonSerializable(typeof(List<Ribbon>))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    public static string Write(IEnumerable<string> names) => JsonSerializer.Serialize([.. names], Default.HashSetString);
}

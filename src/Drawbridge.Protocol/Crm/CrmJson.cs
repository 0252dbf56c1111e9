using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Crm;

/// <summary>Source-generated JSON of section 4: camel case, nulls left out, unknown keys ignored (P2B-0-13), duplicate keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(CrmApiTokenRequest))]
[JsonSerializable(typeof(AuthorizeOneTimeRequest))]
[JsonSerializable(typeof(AuthorizeRequest))]
[JsonSerializable(typeof(GenerateOneTimeRequest))]
[JsonSerializable(typeof(LogoutRequest))]
[JsonSerializable(typeof(CrmApiTokenResponse))]
[JsonSerializable(typeof(AuthorizeOneTimeResponse))]
[JsonSerializable(typeof(AuthorizeResponse))]
[JsonSerializable(typeof(GenerateOneTimeResponse))]
[JsonSerializable(typeof(CrmErrorBody))]
public sealed partial class CrmJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.Kyc.Cases;

/// <summary>Encrypts what traders tell of themselves.</summary>
internal sealed class KycAnswers(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.KycAnswers.v1");

    public string Seal(IReadOnlyDictionary<string, string> answers) =>
        _protector.Protect(JsonSerializer.Serialize(answers, KycAnswersJson.Default.IReadOnlyDictionaryStringString));

    /// <summary>The answers by the names of the questions; empty when there are none, or none any more.</summary>
    public IReadOnlyDictionary<string, string> Open(string? text) => text is null
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        : JsonSerializer.Deserialize(_protector.Unprotect(text), KycAnswersJson.Default.IReadOnlyDictionaryStringString)!;
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class KycAnswersJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drawbridge.Conformance.Desk;

/// <summary>A call between the two sides, as the platform's journal keeps it.</summary>
internal sealed record JournalCall
{
    public long Id { get; init; }

    public string Direction { get; init; } = "";

    /// <summary>Its number in the specification; null for one that has none.</summary>
    public string? Call { get; init; }

    public string Method { get; init; } = "";

    public string Route { get; init; } = "";

    public string Query { get; init; } = "";

    /// <summary>0 when no answer came.</summary>
    public int Status { get; init; }

    public string? RequestBody { get; init; }

    public string? ResponseBody { get; init; }

    public string? BrokerName { get; init; }

    /// <summary>What the instrument did to it; null for nothing.</summary>
    public string? Fault { get; init; }

    [JsonIgnore]
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>A member of the body that was sent, wherever in it; null when it is not there.</summary>
    public string? Sent(string member) => In(RequestBody, member);

    /// <summary>A member of the body that was answered.</summary>
    public string? Answered(string member) => In(ResponseBody, member);

    public override string ToString() => $"{Call ?? $"{Method} {Route}"} ({(Status == 0 ? "no answer" : Status)})";

    private static string? In(string? body, string member)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? "null");
            return Find(document.RootElement, member)?.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Find(JsonElement json, string member) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty(member, out var value) => value,
        JsonValueKind.Object => json.EnumerateObject().Select(one => Find(one.Value, member)).FirstOrDefault(static found => found is not null),
        JsonValueKind.Array => json.EnumerateArray().Select(one => Find(one, member)).FirstOrDefault(static found => found is not null),
        _ => null,
    };
}

/// <summary>A page of the journal.</summary>
internal sealed record JournalRead(IReadOnlyList<JournalCall> Entries);

/// <summary>The session of an application.</summary>
internal sealed record DeskSession
{
    public string SessionId { get; init; } = "";

    public long UserId { get; init; }

    public string? AccessToken { get; init; }

    public IReadOnlyList<DeskAccount> Accounts { get; init; } = [];

    public IReadOnlyList<JsonElement> Ribbons { get; init; } = [];

    /// <summary>Never shows a token.</summary>
    public override string ToString() => nameof(DeskSession);
}

/// <summary>An account. Money in 10^-<see cref="MoneyDigits"/>.</summary>
internal sealed record DeskAccount(long Login, long CtidTraderAccountId, string EnvironmentName, string DepositCurrency, long Balance, int MoneyDigits);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalRead))]
[JsonSerializable(typeof(DeskSession))]
internal sealed partial class DeskJson : JsonSerializerContext;

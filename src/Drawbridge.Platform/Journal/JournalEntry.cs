using System.Globalization;
using System.Text.Json.Serialization;

namespace Drawbridge.Platform.Journal;

/// <summary>One call between the two sides, with every secret masked.</summary>
internal sealed record JournalEntry
{
    public const string FromPlatform = "platform-to-broker";
    public const string FromBroker = "broker-to-platform";

    /// <summary>Grows by one with each call.</summary>
    public long Id { get; init; }

    /// <summary>When it began, really.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the platform's clock said then, null when nobody has moved it.</summary>
    public DateTimeOffset? VirtualTime { get; init; }

    public required string Direction { get; init; }

    /// <summary>Number in the specification, null for an unknown path.</summary>
    public string? Call { get; init; }

    public required string Method { get; init; }

    public required string Route { get; init; }

    /// <summary>The address that was called, without the query.</summary>
    public string Url { get; init; } = "";

    public required string Query { get; init; }

    /// <summary>0 when no answer came.</summary>
    public required int Status { get; init; }

    public required double Milliseconds { get; init; }

    public string? RequestBody { get; init; }

    public string? ResponseBody { get; init; }

    public string? BrokerName { get; init; }

    public string? BrokerCrmName { get; init; }

    public required string CorrelationId { get; init; }

    /// <summary>What the instrument did to it, null for nothing.</summary>
    public string? Fault { get; init; }

    /// <summary>What a search looks at.</summary>
    internal IEnumerable<string?> Texts =>
        [Call, Method, Route, Url, Query, Status.ToString(CultureInfo.InvariantCulture), RequestBody, ResponseBody, BrokerName, BrokerCrmName, CorrelationId, Fault];

    /// <summary>Roughly what it costs to keep.</summary>
    internal int TextLength => Query.Length + Url.Length + Route.Length + (RequestBody?.Length ?? 0) + (ResponseBody?.Length ?? 0);
}

/// <summary>What a reader of the journal gets.</summary>
/// <param name="Entries">Those that were asked for, oldest first.</param>
/// <param name="Oldest">Number of the oldest entry that is still kept, null when there is none.</param>
internal sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, long? Oldest);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalPage))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(SessionEnded))]
internal sealed partial class JournalJson : JsonSerializerContext;

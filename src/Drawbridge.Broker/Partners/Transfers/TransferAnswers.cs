using System.Text.Json.Serialization;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Broker.Partners.Transfers;

/// <summary>A transfer of traders from one partner to another.</summary>
/// <param name="Id">Names the transfer.</param>
/// <param name="From">Number of the partner whose traders go.</param>
/// <param name="To">Number of the partner to whom they go.</param>
/// <param name="Total">How many there were at the beginning.</param>
/// <param name="Moved">How many have gone.</param>
/// <param name="Skipped">How many of those chosen were not the partner's any more when their turn came.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="Reason">Why.</param>
/// <param name="EndedAt">Null while it goes on.</param>
internal sealed record TransferAnswer(
    long Id, long From, long To, long Total, long Moved, long Skipped, DateTimeOffset CreatedAt, string CreatedBy, string Reason, DateTimeOffset? EndedAt)
{
    public static TransferAnswer Of(PartnerTransfer one) =>
        new(one.Id, one.FromPartnerId, one.ToPartnerId, one.Total, one.Moved, one.Skipped, one.CreatedAt, one.CreatedBy, one.Reason, one.EndedAt);
}

/// <summary>A page of transfers.</summary>
internal sealed record TransferList(IReadOnlyList<TransferAnswer> Transfers, string? NextCursor);

/// <summary>Body of a transfer.</summary>
internal sealed class TransferRequest : CrmRequest
{
    /// <summary>Number of the partner who gets the traders.</summary>
    public long? To { get; init; }

    /// <summary>Numbers of traders; null = all.</summary>
    public IReadOnlyList<long>? Traders { get; init; }

    public string? Reason { get; init; }

    /// <summary>Who did it, in the caller's words.</summary>
    public string? By { get; init; }
}

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(TransferList))]
[JsonSerializable(typeof(TransferAnswer))]
[JsonSerializable(typeof(TransferRequest))]
internal sealed partial class TransferJson : JsonSerializerContext;

/// <summary>How the calls are described.</summary>
internal static class TransferDescriptions
{
    public static ApiOperation Begin { get; } = new("Begins to give all traders of a partner, or those chosen, to another partner")
    {
        Description = "Carried out in the background, with a line in each trader's ledger. Who comes to the partner later does not go. "
            + "409 when a transfer of the partner goes on already, the other one is not active, or there is nobody to transfer.",
        Body = new(TransferJson.Default.TransferRequest, "to", "reason"),
        Answers = [new(202, "The transfer", TransferJson.Default.TransferAnswer)],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation List { get; } = new("Transfers from and to a partner, the latest first")
    {
        Parameters = [new("limit", "How many at most: 50 unless said, 200 at most", "integer"), new("cursor", "nextCursor of the answer before")],
        Answers = [new(200, "A page of them", TransferJson.Default.TransferList)],
        Refusals = [400, 404],
    };

    public static ApiOperation Get { get; } = new("One transfer and how far it is") { Answers = [new(200, "The transfer", TransferJson.Default.TransferAnswer)], Refusals = [404] };
}

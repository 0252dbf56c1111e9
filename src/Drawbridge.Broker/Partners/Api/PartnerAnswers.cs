using System.Text.Json.Serialization;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Broker.Partners.Api;

/// <summary>A partner.</summary>
/// <param name="Id">Names the partner in the other calls.</param>
/// <param name="BrokerName">At which broker.</param>
/// <param name="PartnerId">The identifier in links and at the platform (INV-7).</param>
/// <param name="Name">What people call the partner.</param>
/// <param name="Status"><c>pending</c>, <c>active</c>, <c>suspended</c> or <c>rejected</c>.</param>
/// <param name="TraderId">The user who is the partner; null while only the platform knows the person.</param>
/// <param name="CtraderUserId">The platform's number of a person who is no user here.</param>
/// <param name="IsAccount">True: one account of the user is the partner.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="DecidedAt">When it was decided last.</param>
/// <param name="DecidedBy">By whom.</param>
/// <param name="Reason">Why.</param>
/// <param name="ToldAt">When the platform was told last; null = not yet.</param>
internal sealed record PartnerAnswer(
    long Id, string BrokerName, string PartnerId, string Name, string Status, long? TraderId, long? CtraderUserId, bool IsAccount, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt,
    string? DecidedBy, string? Reason, DateTimeOffset? ToldAt)
{
    public static PartnerAnswer From(Partner partner, string brokerName) => new(
        partner.Id, brokerName, partner.Identifier, partner.Name, WordOf(partner.Status), partner.UserId, partner.CtraderUserId, partner.AccountId is not null, partner.CreatedAt,
        partner.DecidedAt, partner.DecidedBy, partner.Reason, partner.ToldAt);

    public static string WordOf(PartnerStatus status) => PartnerStatusWords.WordOf(status);
}

/// <summary>A page of partners.</summary>
internal sealed record PartnerList(IReadOnlyList<PartnerAnswer> Partners, string? NextCursor);

/// <summary>A partner, those above, and how many traders it has brought.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Above">The partners above, the nearest first.</param>
/// <param name="Traders">How many traders are the partner's own now.</param>
internal sealed record PartnerDetail(PartnerAnswer Partner, IReadOnlyList<PartnerAnswer> Above, long Traders);

/// <summary>A trader of a partner.</summary>
internal sealed record AttributedTraderAnswer(long TraderId, string Email, string? FirstName, string? LastName, string Source, DateTimeOffset Since);

/// <summary>A page of the traders of a partner.</summary>
internal sealed record AttributedTraderList(IReadOnlyList<AttributedTraderAnswer> Traders, string? NextCursor);

/// <summary>Whose trader somebody is as of a time, and every step that led there.</summary>
/// <param name="AsOf">The time.</param>
/// <param name="Partner">Null = nobody's.</param>
/// <param name="Since">Since when.</param>
/// <param name="ProtectedUntil">Until when the platform may not name another partner.</param>
/// <param name="Steps">Each line of the ledger and what became of it.</param>
internal sealed record AttributionAnswer(
    DateTimeOffset AsOf, PartnerAnswer? Partner, DateTimeOffset? Since, DateTimeOffset? ProtectedUntil, IReadOnlyList<AttributionStepAnswer> Steps);

/// <summary>A line of the ledger.</summary>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="What">What it says.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reason">Why; null when nothing needs saying.</param>
/// <param name="Text">All that as a sentence.</param>
internal sealed record AttributionStepAnswer(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string What, AttributionVerdict Verdict, AttributionReason? Reason, string Text);

/// <summary>Body of a new partner.</summary>
internal sealed class NewPartnerRequest : CrmRequest
{
    public long? TraderId { get; init; }

    /// <summary>Number of the account that is to be the partner.</summary>
    public long? AccountLogin { get; init; }

    public string? Name { get; init; }

    /// <summary>The identifier that the broker has given already.</summary>
    public string? PartnerId { get; init; }

    /// <summary>Number of the partner above.</summary>
    public long? ParentId { get; init; }

    /// <summary>Who did it, in the caller's words.</summary>
    public string? By { get; init; }
}

/// <summary>Body of a decision.</summary>
internal sealed class PartnerDecisionRequest : CrmRequest
{
    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of a renaming.</summary>
internal sealed class PartnerNameRequest : CrmRequest
{
    /// <summary>1 to 80 characters.</summary>
    public string? Name { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of a move.</summary>
internal sealed class PartnerMoveRequest : CrmRequest
{
    /// <summary>Number of the partner above; null = at the top.</summary>
    public long? ParentId { get; init; }

    /// <summary>Since when; null or the past = now.</summary>
    public DateTimeOffset? From { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of an assignment.</summary>
internal sealed class AttributionRequestBody : CrmRequest
{
    /// <summary>Number of the partner; null = nobody.</summary>
    public long? Partner { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(PartnerList))]
[JsonSerializable(typeof(PartnerDetail))]
[JsonSerializable(typeof(AttributedTraderList))]
[JsonSerializable(typeof(AttributionAnswer))]
[JsonSerializable(typeof(NewPartnerRequest))]
[JsonSerializable(typeof(PartnerDecisionRequest))]
[JsonSerializable(typeof(PartnerNameRequest))]
[JsonSerializable(typeof(PartnerMoveRequest))]
[JsonSerializable(typeof(AttributionRequestBody))]
internal sealed partial class PartnerJson : JsonSerializerContext;

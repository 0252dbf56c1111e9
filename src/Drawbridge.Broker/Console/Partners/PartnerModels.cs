using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Transfers;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Traders;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>What the list of partners shows.</summary>
/// <param name="Filter">What was asked for.</param>
/// <param name="Partners">The latest first.</param>
/// <param name="HasOlder">Whether there is a further page.</param>
internal sealed record PartnerListModel(PartnerFilter Filter, IReadOnlyList<PartnerLine> Partners, bool HasOlder);

/// <summary>What the form of a new partner shows.</summary>
/// <param name="Broker">Whose.</param>
/// <param name="Form">What the fields hold.</param>
/// <param name="Errors">What is wrong.</param>
internal sealed record NewPartnerModel(BrokerEntity Broker, PartnerForm Form, FormErrors Errors);

/// <summary>What every page about one partner shows.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Broker">Whose.</param>
internal record PartnerHeadModel(Partner Partner, BrokerEntity Broker);

/// <summary>What the first page of a partner shows.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Background">The person and what the platform was told.</param>
/// <param name="Above">Those above, the nearest first.</param>
/// <param name="Traders">How many there are, <see cref="PartnerPages.MostCounted"/> at most.</param>
/// <param name="Consents">What the partner agreed to.</param>
/// <param name="Errors">What was wrong with an act.</param>
/// <param name="Draft">What was entered then.</param>
internal sealed record PartnerPageModel(
    Partner Partner, BrokerEntity Broker, PartnerBackground Background, IReadOnlyList<PartnerInTree> Above, long Traders, IReadOnlyList<AgreementConsent> Consents, FormErrors Errors,
    ActDraft Draft) : PartnerHeadModel(Partner, Broker);

/// <summary>What was entered for an act that was refused.</summary>
internal sealed record ActDraft(string Reason = "", string Parent = "", string From = "", string To = "", string Name = "");

/// <summary>What the page of sub-partners shows.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Broker">Whose.</param>
/// <param name="AsOf">As of when; null = now.</param>
/// <param name="Above">Those above, the nearest first.</param>
/// <param name="Below">Those directly below.</param>
/// <param name="HasOlder">Whether there is a further page.</param>
internal sealed record PartnerNetworkModel(
    Partner Partner, BrokerEntity Broker, DateTimeOffset? AsOf, IReadOnlyList<PartnerInTree> Above, IReadOnlyList<PartnerInTree> Below, bool HasOlder) : PartnerHeadModel(Partner, Broker);

/// <summary>What the page of a partner's traders shows.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Traders">The latest first.</param>
/// <param name="HasOlder">Whether there is a further page.</param>
/// <param name="Transfers">From and to the partner, the latest first.</param>
/// <param name="Errors">What was wrong with a transfer.</param>
/// <param name="Draft">What was entered then.</param>
internal sealed record PartnerTradersModel(
    Partner Partner, BrokerEntity Broker, IReadOnlyList<AttributedTrader> Traders, bool HasOlder, IReadOnlyList<TransferLine> Transfers, FormErrors Errors, ActDraft Draft)
    : PartnerHeadModel(Partner, Broker);

/// <summary>A transfer in a list.</summary>
internal sealed record TransferLine(PartnerTransfer Transfer, Partner Other, bool IsAway);

/// <summary>What the history of a partner shows.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Moves">The latest first.</param>
/// <param name="Audit">The latest first.</param>
internal sealed record PartnerHistoryModel(Partner Partner, BrokerEntity Broker, IReadOnlyList<PartnerMoveRecord> Moves, IReadOnlyList<AuditEntry> Audit) : PartnerHeadModel(Partner, Broker);

/// <summary>What the explanation of whose a trader is shows.</summary>
/// <param name="Trader">Who.</param>
/// <param name="Broker">Whose.</param>
/// <param name="AsOf">As of when; null = now.</param>
/// <param name="Result">What the ledger comes to.</param>
/// <param name="Partners">Those who are named in it.</param>
/// <param name="Errors">What was wrong with giving the trader to somebody.</param>
/// <param name="Draft">What was entered then.</param>
internal sealed record TraderAttributionModel(
    TraderRow Trader, BrokerEntity Broker, DateTimeOffset? AsOf, AttributionResult Result, IReadOnlyDictionary<long, Partner> Partners, FormErrors Errors, ActDraft Draft)
{
    public string NameOf(long id) => $"{Partners[id].Name} ({Partners[id].Identifier})";
}

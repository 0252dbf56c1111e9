using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Reports;

namespace Drawbridge.Broker.Console.Partners.Reports;

/// <summary>What the report of a broker shows.</summary>
/// <param name="Broker">Whose.</param>
/// <param name="Report">The figures.</param>
/// <param name="Best">The partners with the most sign-ups.</param>
internal sealed record BrokerReportModel(BrokerEntity Broker, PartnerReport Report, IReadOnlyList<RankedPartner> Best);

/// <summary>What the report of a partner shows.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Report">The figures.</param>
internal sealed record PartnerReportModel(Partner Partner, BrokerEntity Broker, PartnerReport Report) : PartnerHeadModel(Partner, Broker);

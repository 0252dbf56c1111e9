using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Traders;

namespace Drawbridge.Broker.Console.Traders;

/// <summary>What the list of traders shows.</summary>
/// <param name="Search">What was looked for.</param>
/// <param name="Traders">The latest first.</param>
/// <param name="HasOlder">Whether there is a further page.</param>
internal sealed record TraderListModel(string Search, IReadOnlyList<TraderRow> Traders, bool HasOlder);

/// <summary>What the page of a trader shows.</summary>
/// <param name="Dossier">The trader.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Audit">What staff and the CRM did, the latest first.</param>
/// <param name="Errors">What was wrong.</param>
/// <param name="Draft">The reason that was entered.</param>
internal sealed record TraderModel(TraderDossier Dossier, BrokerEntity Broker, IReadOnlyList<AuditEntry> Audit, FormErrors Errors, string Draft);

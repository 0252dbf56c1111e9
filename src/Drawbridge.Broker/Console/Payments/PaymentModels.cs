using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.PaymentDesk;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Payments;

/// <summary>What the list of payments shows.</summary>
internal sealed record PaymentListModel(PaymentFilter Filter, IReadOnlyList<PaymentListRow> Rows, bool HasOlder);

/// <summary>What a queue shows: <paramref name="Parked"/> for reconciliation, else approvals.</summary>
internal sealed record PaymentQueueModel(bool Parked, IReadOnlyList<PaymentListRow> Rows);

/// <summary>What the page of a payment shows.</summary>
internal sealed record PaymentModel(
    Payment Payment,
    BrokerEntity Broker,
    string Email,
    IReadOnlyList<PaymentHistoryRow> History,
    IReadOnlyList<MovementRow> Movements,
    IReadOnlyList<LedgerEntry> Entries,
    IReadOnlyList<ToldRow> Told,
    IReadOnlyList<AuditEntry> Acts,
    FormErrors Errors,
    string Draft);

using System.Data.Common;
using Drawbridge.Broker.Payments;
using Drawbridge.Storage;

namespace Drawbridge.Broker.PaymentDesk;

/// <summary>A decision that was made under a key of the CRM's.</summary>
internal sealed record PaymentDecision
{
    public string Reference { get; init; } = "";

    public PaymentEvent Decision { get; init; }
}

/// <summary>Makes a decision of a CRM count once, however often it comes with the same key. The key is stored in the decision's own write.</summary>
internal sealed class PaymentDecisions(Database database, TimeProvider time)
{
    /// <summary>Decides, or finds what was decided under the key before; one of two at the same moment decides.</summary>
    /// <param name="crmId">The CRM.</param>
    /// <param name="key">The CRM's key of the decision.</param>
    /// <param name="wanted">What is to be decided.</param>
    /// <param name="decideAsync">Decides, with what belongs to the same write.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<(DeskResult? Result, PaymentDecision? Earlier)> OnceAsync(
        long crmId, string key, PaymentDecision wanted, Func<Func<DbSession, Task>, Task<DeskResult>> decideAsync, CancellationToken cancellationToken)
    {
        if (await FindAsync(crmId, key, cancellationToken) is { } before)
        {
            return (null, before);
        }

        DeskResult? result = null;
        try
        {
            result = await decideAsync(session => session.ExecuteAsync(
                "insert into payment_decisions (crm_id, idempotency_key, reference, decision, decided_at) values (@crmId, @key, @Reference, @decision, @now)",
                new { crmId, key, wanted.Reference, decision = (int)wanted.Decision, now = time.GetUtcNow() }));
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            // Somebody was faster with the same key; nothing of this one happened.
        }

        return result is null or DeskResult.WrongState && await FindAsync(crmId, key, cancellationToken) is { } meanwhile
            ? (null, meanwhile)
            : (result ?? new DeskResult.WrongState(), null);
    }

    private Task<PaymentDecision?> FindAsync(long crmId, string key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<PaymentDecision>(
                "select reference, decision from payment_decisions where crm_id = @crmId and idempotency_key = @key", new { crmId, key }),
            cancellationToken);
}

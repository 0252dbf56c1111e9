using System.Collections.Concurrent;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace DotnetBroker;

/// <summary>Moves money by call 3.5, which has no idempotency key: each payment is sent once, and never again when in doubt (B2P-3.5-13).</summary>
public sealed class Payments(PlatformClient client, Store store)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>The payment of a form, by the key in it. Null when that key belongs to another payment.</summary>
    /// <param name="key">Key of the form: 24 hexadecimal digits.</param>
    /// <param name="wanted">What to begin if the key is new; without an amount nothing is begun.</param>
    public Payment? Find(string key, Payment wanted) => store.Change(state =>
    {
        if (!state.Payments.TryGetValue(key, out var payment) && wanted.Amount > 0)
        {
            state.Payments[key] = payment = wanted;
        }

        return payment is not null && payment.User == wanted.User && payment.Login == wanted.Login && payment.Type == wanted.Type ? payment : null;
    });

    /// <summary>Declines one that has not been sent.</summary>
    public PaymentState Decline(Payment payment) => store.Change(_ => payment.State = payment.State == PaymentState.New ? PaymentState.Declined : payment.State);

    public async Task<PaymentState> BookAsync(string key, Payment payment, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(key, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (payment.State != PaymentState.New)
            {
                return payment.State;
            }

            store.Change(_ => payment.State = PaymentState.Sent); // written down before it is sent
            var change = new ChangeBalanceRequest
            {
                PreciseAmount = payment.Amount,
                Type = payment.Type == "DEPOSIT" ? BalanceChangeType.Deposit : BalanceChangeType.Withdraw,
                ExternalId = key,
            };
            var result = await client.Balances.ChangeAsync(payment.Login, change, CancellationToken.None); // a closed browser takes nothing back
            return store.Change(_ =>
            {
                payment.BalanceHistoryId = (result as PlatformResult<long?>.Answered)?.Value;
                payment.Code = (result as PlatformResult<long?>.Refused)?.ErrorCode;
                return payment.State = result switch
                {
                    PlatformResult<long?>.Answered => PaymentState.Done,
                    PlatformResult<long?>.Refused => PaymentState.Refused,
                    PlatformResult<long?>.NotSent => PaymentState.New, // nothing happened: it may be sent again
                    _ => PaymentState.InDoubt,
                };
            });
        }
        finally
        {
            gate.Release();
        }
    }
}

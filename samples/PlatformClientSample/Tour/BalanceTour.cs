using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace PlatformClientSample.Tour;

/// <summary>Money.</summary>
internal static class BalanceTour
{
    public static async Task RunAsync(PlatformClient client, long login, TextWriter output, CancellationToken cancellationToken)
    {
        // snippet: deposit
        var deposit = new ChangeBalanceRequest
        {
            PreciseAmount = 123.45m, // currency units
            Type = BalanceChangeType.Deposit,
            ExternalId = "bank order 082123301",
            ExternalNote = "New deposit!", // the trader sees it
        };
        var outcome = await client.Balances.ChangeAsync(login, deposit, cancellationToken) switch
        {
            PlatformResult<long?>.Answered done => $"entry {done.Value} of the balance history",
            PlatformResult<long?>.Refused no => $"refused: {no.ErrorCode}", // nothing happened
            PlatformResult<long?>.NotSent not => $"not sent: {not.Reason}", // nothing happened, try again later
            PlatformResult<long?>.Ambiguous doubt => $"look at the account before anything else: {doubt.Reason}", // never send it again
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        // end
        await output.WriteLineAsync($"A deposit: {outcome}.");

        // snippet: bonus
        await client.Balances.ChangeBonusAsync(login, new() { PreciseAmount = 10, Type = "DEPOSIT" }, cancellationToken);
        await client.Balances.ChangeAsync(login, new() { PreciseAmount = 5, Type = BalanceChangeType.DepositCredit }, cancellationToken);
        // end

        // snippet: money
        var trader = await client.Traders.GetAsync(login, cancellationToken).AnswerAsync();
        var balance = trader.Money(trader.Balance); // 12345 with two money digits is 123.45
        decimal exact = balance.ToDecimal();
        // end
        await output.WriteLineAsync($"The balance is {balance} {trader.DepositCurrency} ({exact} as a number), the bonus {trader.Money(trader.Bonus)}.");
    }
}

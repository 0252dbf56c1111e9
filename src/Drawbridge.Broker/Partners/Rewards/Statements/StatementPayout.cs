using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Protocol.Money;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>
/// Pays statements by the cashier's own machine (FLOW-DEPOSIT-5): the payment is found again by the number of the statement, so that it is made once, and the
/// account is credited once, whatever stops the work and wherever.
/// </summary>
internal sealed class StatementPayout(Database database, StatementStore statements, PaymentStore payments, CashierAccounts accounts, BrokerDirectory directory, TimeProvider time) : IJobHandler
{
    /// <summary>What such payments have in the place of a provider. No provider can have this name, because of its blank.</summary>
    private const string Provider = "partner rewards";

    private const string Name = "partner-payouts";
    private const string Method = "partner-reward";

    /// <inheritdoc/>
    public string Queue => Name;

    /// <summary>The payout of a statement; one that waits already stands for it.</summary>
    public static JobRequest Request(long brokerId, long statementId, DateTimeOffset at)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{brokerId} {statementId}");
        return new(Name, payload) { DedupeKey = payload, RunAt = at };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var numbers = job.Payload.Split(' ');
        var (brokerId, id) = (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
        if (await statements.FindAsync(brokerId, id, cancellationToken) is not { State: StatementState.Paying } statement)
        {
            return;
        }

        var broker = directory.Current.FindBroker(statement.BrokerId) ?? throw new JobFailedException("The broker is no longer configured.");
        BrokerLogScope.DescribeJob(broker);
        var payee = await database.ReadAsync(
            session => session.FindAsync<Payee>("select user_id, trader_login from accounts where id = @AccountId and broker_id = @BrokerId", new { statement.AccountId, statement.BrokerId }), cancellationToken)
            ?? throw new JobFailedException("The account of the statement is gone.");
        var account = await accounts.FindAsync(broker, payee.TraderLogin, cancellationToken) ?? throw new InvalidOperationException("The platform does not tell of the account now.");
        if (account.Currency != statement.Currency || !MoneyAmount.TryFromDecimal(RewardMoney.Of(statement.Amount), account.Digits, out var amount))
        {
            await HoldAsync(statement, $"{statement.Currency} with two decimals", cancellationToken);
            return;
        }

        var payment = await payments.AddAsync(
            new NewPayment(
                broker.Id, payee.UserId, PaymentKind.Deposit, payee.TraderLogin, statement.Currency, amount, Method, Provider, PaymentState.Created,
                $"partner-statement-{id.ToString(CultureInfo.InvariantCulture)}") { Source = PaymentSource.PartnerReward },
            cancellationToken);
        await database.WriteAsync(
            session => session.ExecuteAsync(
                "update partner_statements set payment_id = @payment where broker_id = @BrokerId and id = @Id and payment_id is null", new { payment = payment.Id, statement.BrokerId, statement.Id }),
            cancellationToken);
        await payments.ApplyAsync(payment.Id, PaymentEvent.ProviderConfirmed, $"partner statement {id.ToString(CultureInfo.InvariantCulture)}", cancellationToken);
    }

    /// <summary>Nothing has been paid yet: another account has to be found.</summary>
    private Task<int> HoldAsync(Statement statement, string detail, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await StatementStore.HoldAsync(session, statement, HoldReason.NoAccount, detail, "rewards", time.GetUtcNow());
            return await session.ExecuteAsync(
                "update partner_statements set state = 2, account_id = null, revision = revision + 1 where broker_id = @BrokerId and id = @Id and state = 4 and payment_id is null",
                new { statement.BrokerId, statement.Id });
        },
        cancellationToken);

    private sealed record Payee
    {
        public long UserId { get; init; }

        public long TraderLogin { get; init; }
    }
}

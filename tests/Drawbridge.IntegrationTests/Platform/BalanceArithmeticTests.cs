using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Balances;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>Thousands of random changes against the same sums done in decimals.</summary>
public sealed class BalanceArithmeticTests
{
    private const int Changes = 4_000;

    private static readonly string[] Types =
        [BalanceChangeType.Deposit, BalanceChangeType.Withdraw, BalanceChangeType.DepositCredit, BalanceChangeType.WithdrawCredit];

    [Theory] // B2P-3.5-3, B2P-3.5-4, WS-10, WS-11, WS-68, B2P-3.5-9, B2P-3.5-10
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Integers_on_the_account_are_the_sums_of_the_decimals_on_the_wire(int digits)
    {
        var generator = new SeededGenerator(20261121 + (ulong)digits);
        var (balance, credit) = (0m, 0m);
        for (var i = 0; i < Changes; i++)
        {
            var trader = new TraderRow { MoneyDigits = digits, Balance = Units(balance, digits), NonWithdrawableBonus = Units(credit, digits) };
            var amount = Amount(generator);
            var type = generator.Pick(Types);
            var isExact = MoneyAmount.TryFromDecimal(amount, digits, out _);
            var isEnough = type switch { BalanceChangeType.Withdraw => amount <= balance, BalanceChangeType.WithdrawCredit => amount <= credit, _ => true };

            var outcome = BalanceRules.Decide(new ChangeBalanceRequest { PreciseAmount = amount, Type = type }, trader);

            if (outcome is Outcome<MoneyChange>.Done { Value: var change })
            {
                (amount > 0 && isExact && isEnough).ShouldBeTrue($"{type} {amount}");
                (balance, credit) = change.Kind == MoneyKind.Balance ? (balance + Signed(type, amount), credit) : (balance, credit + Signed(type, amount));
                new MoneyAmount(Units(change.Kind == MoneyKind.Balance ? trader.Balance : trader.NonWithdrawableBonus, change), digits).ToDecimal()
                    .ShouldBe(change.Kind == MoneyKind.Balance ? balance : credit);
                continue;
            }

            var code = ((Outcome<MoneyChange>.Refused)outcome).Fault.Code;
            code.ShouldBe(amount <= 0 || !isExact ? PlatformErrorCode.ChangeBalanceBadAmount : PlatformErrorCode.NotEnoughMoney, $"{type} {amount}");
            (isEnough && code == PlatformErrorCode.NotEnoughMoney).ShouldBeFalse($"{type} {amount} of {balance} and {credit}");
        }
    }

    private static long Units(long before, MoneyChange change) => before + change.Units;

    private static long Units(decimal amount, int digits) =>
        MoneyAmount.TryFromDecimal(amount, digits, out var exact) ? exact.Units : throw new InvalidOperationException("The model was rounded.");

    private static decimal Signed(string type, decimal amount) => type is BalanceChangeType.Deposit or BalanceChangeType.DepositCredit ? amount : -amount;

    /// <summary>0 to 8 decimals, sometimes zero or below.</summary>
    private static decimal Amount(SeededGenerator generator)
    {
        var amount = new decimal(generator.Below(1_000_000) - 20_000);
        for (var decimals = generator.Below(9); decimals > 0; decimals--)
        {
            amount /= 10;
        }

        return amount;
    }
}

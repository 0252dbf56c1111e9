using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Money;

/// <summary>Money to the last digit, and many changes at once.</summary>
internal static class ExactnessCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.5/tenths",
            Must("WS-11"),
            "Ten deposits of 0.1 make exactly 1",
            "Reckon in decimals or whole units, never in binary floating point.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                for (var i = 0; i < 10; i++)
                {
                    (await calls.ChangeBalanceAsync(login, 0.1m)).MustSucceed();
                }

                await ChangeBalanceCases.MustBeAsync(calls, login, 100);
            }),
        Case(
            "3.5/no-rounding-down",
            Must("WS-11"),
            "Amounts that binary fractions miss arrive to the last cent",
            "Turn preciseAmount into units by decimal arithmetic: 1.15 × 100 is 115, not 114.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                foreach (var amount in new[] { 1.15m, 4.35m, 8.2m, 1.005m + 0.005m, 19.99m, 0.29m, 2.3m })
                {
                    (await calls.ChangeBalanceAsync(login, decimal.Round(amount, 2))).MustSucceed();
                }

                await ChangeBalanceCases.MustBeAsync(calls, login, 115 + 435 + 820 + 101 + 1999 + 29 + 230);
            }),
        Case(
            "3.5/large-amount",
            Must("WS-11"),
            "A deposit of 90071992547409.93 is not rounded",
            "Keep money in 64-bit whole numbers: the sum has more digits than a double holds.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await calls.ChangeBalanceAsync(login, 90_071_992_547_409.93m)).MustSucceed();
                await ChangeBalanceCases.MustBeAsync(calls, login, 9_007_199_254_740_993);
            }).And(Must("B2P-0-11")),
        Case(
            "3.5/eighth-decimal",
            Must("B2P-3.5-3"),
            "A deposit of 0.00000001 counts in a currency with eight decimals",
            "Take as many decimals as the currency has.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync(body => body["depositCurrency"] = calls.Target.PreciseCurrency);
                (await calls.ChangeBalanceAsync(login, 0.00000001m)).MustSucceed();
                await ChangeBalanceCases.MustBeAsync(calls, login, 1);
            }).Needing(Capability.PreciseCurrency).And(Must("WS-10")),
        Case(
            "3.5/parallel-deposits",
            Must("B2P-3.5-4").Inferred,
            "Twenty deposits at once all count",
            "Change the balance in one statement or under a lock, so that no change is lost.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => calls.ChangeBalanceAsync(login, i + 0.01m)));
                foreach (var answer in answers)
                {
                    answer.MustSucceed();
                }

                await ChangeBalanceCases.MustBeAsync(calls, login, 21020);
            }),
        Case(
            "3.5/parallel-withdrawals",
            Must("B2P-3.5-10"),
            "Of many withdrawals at once no more succeed than there is money for",
            "Look at the balance and change it in one step, so that two withdrawals cannot both find the same money.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync(balance: 3000);
                var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => calls.ChangeBalanceAsync(login, 10, "WITHDRAW")));
                Check.That(answers.Count(static answer => answer.IsSuccess) == 3, "three of eight withdrawals of 10.00 from 30.00", $"{answers.Count(static answer => answer.IsSuccess)}");
                await ChangeBalanceCases.MustBeAsync(calls, login, 0);
            }).And(Must("FLOW-WITHDRAW-2")),
    ];
}

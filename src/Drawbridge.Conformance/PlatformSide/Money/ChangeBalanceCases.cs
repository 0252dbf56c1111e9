using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Money;

/// <summary>Call 3.5.</summary>
internal static class ChangeBalanceCases
{
    private const string Credit = "DEPOSIT_NONWITHDRAWABLE_BONUS";
    private const string CreditBack = "WITHDRAW_NONWITHDRAWABLE_BONUS";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.5/deposit",
            Must("B2P-3.5-8"),
            "Call 3.5 answers a deposit with 200 and a balanceHistoryId",
            "Answer 200 with {\"balanceHistoryId\":…}, a whole number.",
            static async calls => (await calls.ChangeBalanceAsync(await calls.NewTraderAsync(), 123.45m)).MustHaveStatus(200).MustHaveNumber("balanceHistoryId"))
            .And(Must("B2P-3.5-1"), Must("B2P-3.5-2"), Must("B2P-3.5-7"), Must("WS-38")),
        Case(
            "3.5/deposit-raises-the-balance",
            Must("B2P-3.5-4"),
            "A deposit raises the balance by its amount in currency units",
            "Take preciseAmount in units of the currency: 123.45 raises a balance with moneyDigits 2 by 12345.",
            static calls => ChangesAsync(calls, 1000, 123.45m, "DEPOSIT", "balance", 13345)).And(Must("B2P-3.5-3")),
        Case(
            "3.5/withdrawal-lowers-the-balance",
            Must("B2P-3.5-4"),
            "A withdrawal lowers the balance by its amount",
            "Lower the balance for the type WITHDRAW; the amount itself is never below zero.",
            static calls => ChangesAsync(calls, 1000, 4.01m, "WITHDRAW", "balance", 599)).And(Must("B2P-3.5-12")),
        Case(
            "3.5/credit",
            Must("WS-68").Inferred,
            "A credit raises nonWithdrawableBonus and leaves the balance",
            "Keep DEPOSIT_NONWITHDRAWABLE_BONUS apart from the balance, in nonWithdrawableBonus.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync(balance: 700);
                (await calls.ChangeBalanceAsync(login, 12.34m, Credit)).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("nonWithdrawableBonus", 1234).MustHave("balance", 700);
            }).And(Must("B2P-3.5-4"), Must("B2P-0-11")),
        Case(
            "3.5/credit-back",
            Must("WS-68").Inferred,
            "A credit can be taken back",
            "Lower nonWithdrawableBonus for WITHDRAW_NONWITHDRAWABLE_BONUS.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await calls.ChangeBalanceAsync(login, 12.34m, Credit)).MustSucceed();
                (await calls.ChangeBalanceAsync(login, 2.04m, CreditBack)).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("nonWithdrawableBonus", 1030);
            }),
        Case(
            "3.5/other-number",
            Must("B2P-3.5-7"),
            "Every change of the balance has another balanceHistoryId",
            "Give each change a number that no other change has.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                var (first, second) = ((await calls.ChangeBalanceAsync(login, 1)).MustHaveNumber("balanceHistoryId"), (await calls.ChangeBalanceAsync(login, 1)).MustHaveNumber("balanceHistoryId"));
                Check.That(first != second, "two different numbers", $"{first} twice");
            }),
        Case(
            "3.5/notes",
            May("B2P-3.5-5"),
            "Call 3.5 takes comment, external note, external id and source",
            "Keep these texts; none of them decides what happens.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                var body = PlatformCalls.Change(login, 1, "DEPOSIT");
                foreach (var key in new[] { "comment", "externalNote", "externalId", "source" })
                {
                    body[key] = "Bank order 7 <&> ü";
                }

                (await calls.ChangeBalanceAsync(login, body)).MustSucceed();
            }),
        Case(
            "3.5/same-external-id-counts-twice",
            Must("B2P-3.5-13").Inferred,
            "Two deposits with one externalId are two deposits",
            "Treat externalId as a note: the call has no key that makes repeats harmless, and clients rely on that.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                var body = PlatformCalls.Change(login, 1.5m, "DEPOSIT");
                body["externalId"] = PlatformCalls.NewWord("order");
                (await calls.ChangeBalanceAsync(login, (JsonObject)body.DeepClone())).MustSucceed();
                (await calls.ChangeBalanceAsync(login, body)).MustSucceed();
                await MustBeAsync(calls, login, 300);
            }),
        Refusal("3.5/too-little-money", Must("B2P-3.5-10"), "A withdrawal of more than there is", PlatformErrorCode.NotEnoughMoney, static async calls =>
            await calls.ChangeBalanceAsync(await calls.NewTraderAsync(balance: 1000), 10.01m, "WITHDRAW")).And(Must("ERR-28")),
        Refusal("3.5/too-little-credit", Must("WS-68").Inferred, "Taking back more credit than there is", PlatformErrorCode.NotEnoughMoney, static async calls =>
            await calls.ChangeBalanceAsync(await calls.NewTraderAsync(balance: 1000), 1, CreditBack)),
        Case(
            "3.5/refused-withdrawal-leaves-the-balance",
            Must("B2P-3.5-10"),
            "A withdrawal that is refused leaves the balance as it is",
            "Change nothing when a withdrawal is refused.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync(balance: 1000);
                await calls.ChangeBalanceAsync(login, 10.01m, "WITHDRAW");
                await MustBeAsync(calls, login, 1000);
            }),
        Refusal("3.5/unknown-trader", Must("B2P-3.5-11"), "A deposit to an unknown account", PlatformErrorCode.TraderNotFound, static calls => calls.ChangeBalanceAsync(1, 1)).And(Must("ERR-26")),
        Refusal("3.5/another-login-in-the-body", Must("B2P-3.5-2").Inferred, "A body with another login than the address", PlatformErrorCode.InvalidRequest, static async calls =>
            await calls.ChangeBalanceAsync(await calls.NewTraderAsync(), PlatformCalls.Change(await calls.NewTraderAsync(), 1, "DEPOSIT"))),
        Refusal("3.5/unknown-type", Must("B2P-3.5-4"), "An unknown type in call 3.5", PlatformErrorCode.InvalidRequest, static async calls => await calls.ChangeBalanceAsync(await calls.NewTraderAsync(), 1, "GIFT")),
        .. Missing(
            "3.5",
            "Call 3.5",
            [("login", "B2P-3.5-2"), ("preciseAmount", "B2P-3.5-3"), ("type", "B2P-3.5-4")],
            static async calls => PlatformCalls.Change(await calls.NewTraderAsync(), 1, "DEPOSIT"),
            static async (calls, body) => await calls.ChangeBalanceAsync(body["login"] is { } login ? (long)login : await calls.NewTraderAsync(), body)),
        Refusal("3.5/nothing", Must("B2P-3.5-9"), "An amount of zero", PlatformErrorCode.ChangeBalanceBadAmount, static async calls => await calls.ChangeBalanceAsync(await calls.NewTraderAsync(), 0)).And(Must("ERR-29")),
        Refusal("3.5/below-zero", Must("B2P-3.5-9"), "An amount below zero", PlatformErrorCode.ChangeBalanceBadAmount, static async calls => await calls.ChangeBalanceAsync(await calls.NewTraderAsync(balance: 1000), -1)).And(Must("B2P-3.5-4")),
        Refusal("3.5/too-many-decimals", Must("B2P-3.5-9").Inferred, "An amount with more decimals than the currency", PlatformErrorCode.ChangeBalanceBadAmount, static async calls => await calls.ChangeBalanceAsync(await calls.NewTraderAsync(), 0.001m)),
    ];

    internal static async Task MustBeAsync(PlatformCalls calls, long login, long expected)
    {
        var balance = await calls.BalanceAsync(login);
        Check.That(balance == expected, $"a balance of {expected}", $"{balance}");
    }

    private static async Task ChangesAsync(PlatformCalls calls, long before, decimal amount, string type, string member, long after)
    {
        var login = await calls.NewTraderAsync(before);
        (await calls.ChangeBalanceAsync(login, amount, type)).MustSucceed();
        (await calls.TraderOfAsync(login)).MustHave(member, after);
    }
}

using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Money;

/// <summary>Call WebServices 4.10.</summary>
internal static class BonusCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-4.10/answer",
            Must("WS-41").Inferred,
            "Call 4.10 answers 200 with a bonusHistoryId",
            "Answer 200 with {\"bonusHistoryId\":…}.",
            static async calls => (await calls.ChangeBonusAsync(await calls.NewTraderAsync(), 5)).MustHaveStatus(200).MustHaveNumber("bonusHistoryId")).And(Must("WS-66")),
        Case(
            "ws-4.10/deposit",
            Must("WS-67"),
            "A deposit of bonus raises the bonus and not the balance",
            "Keep bonus apart from balance.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync(balance: 700);
                (await calls.ChangeBonusAsync(login, 50.5m)).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("bonus", 5050).MustHave("balance", 700);
            }).And(Must("B2P-0-11")),
        Case(
            "ws-4.10/withdrawal",
            Must("WS-67"),
            "A withdrawal of bonus lowers the bonus",
            "Lower bonus for the type WITHDRAW.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await calls.ChangeBonusAsync(login, 50.5m)).MustSucceed();
                (await calls.ChangeBonusAsync(login, 0.5m, "WITHDRAW")).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("bonus", 5000);
            }),
        Refusal("ws-4.10/too-little-bonus", Must("WS-67").Inferred, "A withdrawal of more bonus than there is", PlatformErrorCode.NotEnoughMoney, static async calls =>
            await calls.ChangeBonusAsync(await calls.NewTraderAsync(balance: 1000), 1, "WITHDRAW")).And(Must("ERR-28")),
        Refusal("ws-4.10/nothing", Must("ERR-29").Inferred, "A bonus of zero", PlatformErrorCode.ChangeBalanceBadAmount, static async calls => await calls.ChangeBonusAsync(await calls.NewTraderAsync(), 0)),
        Refusal("ws-4.10/unknown-trader", Must("ERR-26"), "A bonus for an unknown account", PlatformErrorCode.TraderNotFound, static calls => calls.ChangeBonusAsync(1, 1)),
        Refusal("ws-4.10/unknown-type", Must("WS-66"), "A type of call 3.5 in call 4.10", PlatformErrorCode.InvalidRequest, static async calls => await calls.ChangeBonusAsync(await calls.NewTraderAsync(), 1, "DEPOSIT_NONWITHDRAWABLE_BONUS")),
    ];
}

using Drawbridge.Protocol.Platform;
using static Drawbridge.IntegrationTests.Client.Calls.CallCase;

namespace Drawbridge.IntegrationTests.Client.Calls;

/// <summary>Money and positions.</summary>
internal static class MoneyCases
{
    public static readonly KeyValuePair<string, CallCase>[] All =
    [
        Of(
            "3.5", // B2P-3.5-1..11, WS-38, WS-68, WS-11
            static async s =>
            {
                var login = await s.NewTraderAsync();
                var deposit = new ChangeBalanceRequest { PreciseAmount = 123.45m, Type = BalanceChangeType.Deposit, ExternalId = "082123301", ExternalNote = "New deposit!" };
                (await s.Client.Balances.ChangeAsync(login, deposit, None).AnswerAsync())!.Value.ShouldBePositive();
                (await s.Client.Balances.ChangeAsync(login, new() { PreciseAmount = 7m, Type = BalanceChangeType.DepositCredit }, None).AnswerAsync()).ShouldBeNull();
                var trader = await s.Client.Traders.GetAsync(login, None).AnswerAsync();
                (trader.Balance, trader.NonWithdrawableBonus).ShouldBe((12345, 700));
            },
            static async s => await s.Client.Balances.ChangeAsync(
                await s.NewTraderAsync(balance: 100), new() { PreciseAmount = 1.01m, Type = BalanceChangeType.Withdraw }, None).RefusalAsync(),
            PlatformErrorCode.NotEnoughMoney),
        Of(
            "WS 4.10", // WS-41, WS-66, WS-67
            static async s =>
            {
                var login = await s.NewTraderAsync();
                (await s.Client.Balances.ChangeBonusAsync(login, new() { PreciseAmount = 5.5m, Type = "DEPOSIT" }, None).AnswerAsync())!.Value.ShouldBePositive();
                (await s.Client.Traders.GetAsync(login, None).AnswerAsync()).Bonus.ShouldBe(550);
            },
            static async s => await s.Client.Balances.ChangeBonusAsync(await s.NewTraderAsync(), new() { PreciseAmount = 1, Type = "WITHDRAW" }, None).RefusalAsync(),
            PlatformErrorCode.NotEnoughMoney),
        Of(
            "WS 4.12", // WS-43, WS-74, WS-76, WS-79
            static async s =>
            {
                var (login, _, position) = await s.NewPositionAsync();
                var open = (await s.Client.Positions.ListOpenAsync(login, None).AnswerAsync()).ShouldHaveSingleItem();
                (open.Login, open.PositionId, open.Symbol, open.Direction, open.Volume, open.BookType, open.SpreadBetting)
                    .ShouldBe((login, position, "EURUSD", "BUY", 100_000m, "BOOK_B", false));
                (open.OpenTimestamp, open.Stake).ShouldBe((s.Server.Clock.GetUtcNow(), null));
                (open.EntryPrice!.Value, open.UsedMargin!.Value).ShouldSatisfyAllConditions(static money => money.Item1.ShouldBePositive(), static money => money.Item2.ShouldBePositive());
                (await s.Client.Positions.ListOpenAsync(login: null, None).AnswerAsync()).ShouldContain(row => row.PositionId == position);
            },
            static s => s.Client.Positions.ListOpenAsync(1, None).RefusalAsync(),
            PlatformErrorCode.TraderNotFound),
        Of(
            "WS 4.13", // WS-44, WS-75..79
            static async s =>
            {
                var (login, positions, position) = await s.NewPositionAsync();
                var deal = (await s.Server.As(managerToken: null).SendAsync(HttpMethod.Delete, $"{positions}/{position}")).Json;
                var now = s.Server.Clock.GetUtcNow();
                var closed = (await s.Client.Positions.ListClosedAsync(now.AddDays(-5), now.AddMilliseconds(1), login, None).AnswerAsync()).ShouldHaveSingleItem();
                (closed.PositionId, closed.DealId, closed.ClosePrice, closed.Pnl)
                    .ShouldBe((position, (long)deal["dealId"]!, (decimal)deal["closePrice"]!, (decimal)deal["pnl"]! / 100));
                (closed.CloseTimestamp, closed.UsdConversionRate).ShouldBe((now, 1m));
            },
            static s => s.Client.Positions.ListClosedAsync(s.Server.Clock.GetUtcNow(), s.Server.Clock.GetUtcNow(), login: null, None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
    ];
}

using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform.Model;

/// <summary>Money and positions. What the market does to an account is read; what the platform makes of it is predicted.</summary>
internal sealed partial class ModelRun
{
    private static readonly string[] Types =
        [BalanceChangeType.Deposit, BalanceChangeType.Withdraw, BalanceChangeType.DepositCredit, BalanceChangeType.WithdrawCredit];

    private static readonly string[] Symbols = ["EURUSD", "USDJPY", "XAUUSD", "BTCUSD"];

    private async Task ChangeBalanceAsync(ModelStep step, ModelTrader trader)
    {
        var (type, amount, skip) = (Types[step.B % Types.Length], Amount(step), step.B % 16 == 1);
        var market = await MarketAsync(trader);
        var body = new JsonObject { ["login"] = trader.Login, ["preciseAmount"] = amount, ["type"] = type };
        if (skip)
        {
            body["skipMarginCheck"] = true;
        }

        var isCredit = type is BalanceChangeType.DepositCredit or BalanceChangeType.WithdrawCredit;
        var isWithdrawal = type is BalanceChangeType.Withdraw or BalanceChangeType.WithdrawCredit;
        var units = Units(trader, amount);
        var has = isCredit ? trader.Credit : trader.Balance;
        var free = market.Free(isCredit ? trader.Balance + trader.Bonus + trader.Credit : trader.Balance);
        var isEnough = (skip || units <= free) && (units <= has || (skip && !isCredit));
        var answer = await Api.PostAsync(trader.Path + "/changebalance", body);
        if (!Succeeds(answer, 200, Gone(trader), BadAmount(trader, amount), (PlatformErrorCode.NotEnoughMoney, isWithdrawal && units is not null && !isEnough)))
        {
            return;
        }

        answer.Json.ContainsKey("balanceHistoryId").ShouldBe(!isCredit);
        var change = isWithdrawal ? -units!.Value : units!.Value;
        (trader.Balance, trader.Credit) = isCredit ? (trader.Balance, trader.Credit + change) : (trader.Balance + change, trader.Credit);
    }

    private async Task ChangeBonusAsync(ModelStep step, ModelTrader trader)
    {
        var (isWithdrawal, amount) = (step.B % 2 == 1, Amount(step));
        var market = await MarketAsync(trader);
        var units = Units(trader, amount);
        var isEnough = units <= trader.Bonus && units <= market.Free(trader.Balance + trader.Bonus + trader.Credit);
        var answer = await Api.PostAsync(
            trader.Path + "/changebonus",
            new JsonObject { ["login"] = trader.Login, ["preciseAmount"] = amount, ["type"] = isWithdrawal ? "WITHDRAW" : "DEPOSIT" });
        if (Succeeds(answer, 200, Gone(trader), BadAmount(trader, amount), (PlatformErrorCode.NotEnoughMoney, isWithdrawal && units is not null && !isEnough)))
        {
            trader.Bonus += isWithdrawal ? -units!.Value : units!.Value;
        }
    }

    private async Task OpenPositionAsync(ModelStep step, ModelTrader trader)
    {
        if (trader.Owner is null)
        {
            return;
        }

        var before = await MarketAsync(trader);
        var volume = (1 + step.C) * (step.D % 3) switch { 0 => 0.25m, 1 => 100, _ => 5000 };
        var answer = await _app.PostAsync(
            $"/app/api/sessions/{await SessionOfAsync(trader.Owner, trader.Broker)}/positions",
            new JsonObject { ["login"] = trader.Login, ["symbol"] = Symbols[step.B % Symbols.Length], ["direction"] = step.D % 2 == 0 ? "BUY" : "SELL", ["volume"] = volume });
        if (answer.ErrorCode == PlatformErrorCode.NotEnoughMoney && trader.AccessRights == "FULL_ACCESS")
        {
            (await MarketAsync(trader)).ShouldBe(before); // and nothing has happened
            return;
        }

        if (Succeeds(answer, 201, (PlatformErrorCode.NotEnoughRights, trader.AccessRights != "FULL_ACCESS")))
        {
            trader.Positions.Add((long)answer.Json["positionId"]!, volume);
            (await MarketAsync(trader)).UsedMargin.ShouldBeLessThanOrEqualTo(trader.Balance + trader.Bonus + trader.Credit + before.Unrealised);
        }
    }

    private async Task ClosePositionAsync(ModelStep step, ModelTrader trader)
    {
        if (trader.Owner is null)
        {
            return;
        }

        var before = await MarketAsync(trader);
        var id = trader.Positions.Count == 0 ? 1 : trader.Positions.Keys.ElementAt(step.B % trader.Positions.Count);
        var whole = trader.Positions.GetValueOrDefault(id);
        var part = step.C % 2 == 0 && whole > 0.25m ? whole - 0.25m : whole;
        var answer = await _app.SendAsync(
            HttpMethod.Delete,
            FormattableString.Invariant($"/app/api/sessions/{await SessionOfAsync(trader.Owner, trader.Broker)}/positions/{id}?login={trader.Login}&volume={part}"));
        if (!Succeeds(
            answer,
            200,
            ("POSITION_NOT_FOUND", whole == 0),
            (PlatformErrorCode.NotEnoughRights, trader.AccessRights is "NO_TRADING" or "NO_LOGIN")))
        {
            return;
        }

        var pnl = (long)answer.Json["pnl"]!;
        if (trader.Positions.Count == 1 && part == whole)
        {
            pnl.ShouldBe(before.Unrealised); // to the smallest unit
        }

        trader.Balance += pnl;
        trader.Positions[id] = whole - part;
        if (part == whole)
        {
            trader.Positions.Remove(id);
        }
    }

    /// <summary>0 to 9 decimals, sometimes zero or below.</summary>
    private static decimal Amount(ModelStep step) => (((step.C * 256) + step.D) - 500) / new[] { 1m, 1, 10, 100, 100, 100, 1000, 1_000_000_000 }[step.B / 32];

    /// <summary>Null when the currency has fewer decimals.</summary>
    private static long? Units(ModelTrader trader, decimal amount)
    {
        var units = amount * (decimal)Math.Pow(10, trader.Digits);
        return units == decimal.Truncate(units) ? (long)units : null;
    }

    private static (string Code, bool Applies) BadAmount(ModelTrader trader, decimal amount) =>
        (PlatformErrorCode.ChangeBalanceBadAmount, amount <= 0 || Units(trader, amount) is null);

    private async Task<Market> MarketAsync(ModelTrader trader)
    {
        if (trader.IsDeleted)
        {
            return default;
        }

        var entity = (await Api.GetAsync(trader.Path)).Json;
        return new((long)entity["equity"]! - trader.Balance - trader.Bonus - trader.Credit, (long)entity["usedMargin"]!);
    }

    /// <summary>What the market does to an account at this moment; the clock stands still between steps.</summary>
    private readonly record struct Market(long Unrealised, long UsedMargin)
    {
        /// <summary>What may go of an amount while everything that is open keeps its margin.</summary>
        public long Free(long amount) => this == default ? long.MaxValue : amount + Unrealised - UsedMargin;
    }
}

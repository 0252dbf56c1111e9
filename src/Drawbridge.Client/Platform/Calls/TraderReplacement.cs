using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Everything of an account that a replacement may set, so that nothing of it is reset (WS-60, WS-63).</summary>
internal static class TraderReplacement
{
    /// <summary>The account as it is, without the password, which survives (WS-62).</summary>
    public static CreateTraderRequest Of(TraderEntity trader) => new()
    {
        AccessRights = trader.AccessRights,
        AccountType = trader.AccountType,
        BrokerName = trader.BrokerName,
        DepositCurrency = trader.DepositCurrency,
        GroupName = trader.GroupName,
        LeverageInCents = trader.LeverageInCents,
        TotalMarginCalculationType = trader.TotalMarginCalculationType,
        ContactDetails = trader.ContactDetails,
        Name = trader.Name,
        LastName = trader.LastName,
        Description = trader.Description,
        IsLimitedRisk = trader.IsLimitedRisk || trader.LimitedRisk,
        LimitedRiskMarginCalculationStrategy = trader.LimitedRiskMarginCalculationStrategy,
        MaxLeverage = trader.MaxLeverage,
        SendOwnStatement = trader.SendOwnStatement,
        SendStatementToBroker = trader.SendStatementToBroker,
        SwapFree = trader.SwapFree,
    };
}

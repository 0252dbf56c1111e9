namespace Drawbridge.Broker.InApp;

/// <summary>What a trader does on a screen that an application opens over itself. The numbers are stored.</summary>
internal enum InAppAction
{
    /// <summary>Money to an account.</summary>
    Deposit = 1,

    /// <summary>Money from an account.</summary>
    Withdraw = 2,

    /// <summary>Who the trader is.</summary>
    Kyc = 3,

    /// <summary>What the broker defined (SCR-6).</summary>
    Action = 4,

    /// <summary>A conversation with the broker.</summary>
    Chat = 5,

    /// <summary>A further account.</summary>
    NewAccount = 6,
}

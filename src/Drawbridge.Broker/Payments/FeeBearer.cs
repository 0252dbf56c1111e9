namespace Drawbridge.Broker.Payments;

/// <summary>Who pays the fee of a payment. The numbers are stored.</summary>
public enum FeeBearer
{
    /// <summary>The trader: on top of a deposit, out of a withdrawal.</summary>
    Trader = 1,

    /// <summary>The broker: the trader sees none of it.</summary>
    Broker = 2,
}

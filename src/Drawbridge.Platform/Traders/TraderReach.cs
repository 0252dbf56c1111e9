using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Traders;

/// <summary>Whether a manager may touch an account (B2P-0-17).</summary>
internal static class TraderReach
{
    public static readonly PlatformFault OutOfReach = new(PlatformErrorCode.NotEnoughRights, "The account is out of the manager's reach."); // ERR-23

    public static readonly PlatformFault NotFound = new(PlatformErrorCode.TraderNotFound, "There is no such account."); // ERR-26, B2P-3.5-11

    /// <summary>Null when the account is there and within reach.</summary>
    public static PlatformFault? Denial(Manager manager, TraderRow? trader) =>
        trader is null ? NotFound : manager.Reaches(trader.BrokerName, trader.GroupName) ? null : OutOfReach;
}

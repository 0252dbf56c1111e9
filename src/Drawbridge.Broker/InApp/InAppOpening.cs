using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.InApp;

/// <summary>How opening an in-app screen ended.</summary>
internal abstract record InAppOpening
{
    private InAppOpening()
    {
    }

    /// <summary>The token is used up, and this is the session.</summary>
    public sealed record Opened(InAppSession Session) : InAppOpening;

    /// <summary>No token of ours (SCR-37).</summary>
    public sealed record Unknown : InAppOpening;

    /// <summary>Used, revoked, or not for an in-app action (SCR-37).</summary>
    public sealed record NotFound : InAppOpening;

    /// <summary>Unused and expired (SCR-37).</summary>
    public sealed record Expired : InAppOpening;

    /// <summary>It belongs to another broker (BID-28).</summary>
    public sealed record OtherBroker : InAppOpening;

    /// <summary>Nobody is let in, for the reason given.</summary>
    public sealed record Refused(ScreenError Error) : InAppOpening;
}

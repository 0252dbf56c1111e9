using Drawbridge.Client.Platform.Calls;

namespace Drawbridge.Client.Platform;

/// <summary>
/// The platform as one broker calls it (B2P-0-1): section 3 and the wider WebServices API beside it (B2P-0-25). Made by
/// <see cref="PlatformClients.For"/>, costs nothing to make. No method throws for what the platform or the network does; see
/// <see cref="PlatformResult{T}"/>.
/// </summary>
public sealed class PlatformClient
{
    private readonly PlatformCaller _caller;

    internal PlatformClient(PlatformCaller caller) => _caller = caller;

    /// <summary>The manager as whom everything is called: 3.1.</summary>
    public ManagerCalls Manager => new(_caller);

    /// <summary>Users with single sign-on: 3.2, 3.10 to 3.13.</summary>
    public UserCalls Users => new(_caller);

    /// <summary>Trading accounts: 3.3, WebServices 4.2 to 4.6, 4.8, 4.9.</summary>
    public TraderCalls Traders => new(_caller);

    /// <summary>Accounts of users: 3.4, WebServices 5.3.</summary>
    public LinkCalls Links => new(_caller);

    /// <summary>Money: 3.5, WebServices 4.10.</summary>
    public BalanceCalls Balances => new(_caller);

    /// <summary>Partner identifiers: 3.6 to 3.8.</summary>
    public ReferralCalls Referrals => new(_caller);

    /// <summary>Ribbons: 3.9.</summary>
    public InAppControlCalls InAppControls => new(_caller);

    /// <summary>Tokens of the platform, under one-time-token handoff.</summary>
    public HandoffCalls Handoff => new(_caller);

    /// <summary>Who was invited by whom: the lists that can be pulled.</summary>
    public InviteCalls Invite => new(_caller);

    /// <summary>Open and closed positions: WebServices 4.12, 4.13.</summary>
    public PositionCalls Positions => new(_caller);

    /// <summary>Attributes of accounts, groups and managers: WebServices 4.14 to 4.22.</summary>
    public AttributeCalls Attributes => new(_caller);

    /// <summary>Groups, symbols, deposit assets: WebServices 4.11, 6.1, 6.2.</summary>
    public ReferenceCalls Reference => new(_caller);

    /// <summary>Users without single sign-on: WebServices 5.1.</summary>
    public CtidCalls Ctids => new(_caller);

    /// <summary>The same client whose writes wait for the hourly limit in another way (B2P-0-13).</summary>
    public PlatformClient With(CallTerms terms) => new(_caller.With(terms));
}

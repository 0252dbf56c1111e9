namespace Drawbridge.Conformance.Cases;

/// <summary>All cases, in the order in which they are told.</summary>
public static class Catalogue
{
    /// <summary>What a broker's side is held to.</summary>
    public static IReadOnlyList<ConformanceCase> Broker { get; } =
    [
        .. Crm.CrmCases.All, .. Screens.ScreenCatalogue.All, .. Functions.FunctionCatalogue.All, .. Handoff.HandoffCases.All, .. Invite.InviteCases.All,
    ];

    /// <summary>What a platform's side is held to.</summary>
    public static IReadOnlyList<ConformanceCase> Platform { get; } = PlatformSide.PlatformCatalogue.All;

    public static IReadOnlyList<ConformanceCase> Of(Side side) => side == Side.Broker ? Broker : Platform;
}

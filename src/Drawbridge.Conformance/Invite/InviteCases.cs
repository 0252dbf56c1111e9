using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Invite;

/// <summary>The webhooks by which the platform tells a broker of invited users (INV-11 to INV-26).</summary>
internal static class InviteCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. AttributionCases.All, .. AttributionRefusalCases.All, .. NewUserCases.All];
}

using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Screens;

/// <summary>All cases about screens.</summary>
internal static class ScreenCatalogue
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. ShownCases.All, .. LookCases.All, .. EntryCases.All, .. WordCases.All, .. TrafficCases.All, .. FrameCases.All, .. ParameterCases.All, .. InAppCases.All, .. IdentificationCases.All,
        .. PersonCases.All,
    ];
}

using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Functions;

/// <summary>All cases about functions.</summary>
internal static class FunctionCatalogue
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. SignUpCases.All, .. LogInCases.All, .. InAppActionCases.All, .. ClientAreaCases.All, .. ResetCases.All, .. GuardCases.All, .. RefusalCases.All, .. SecurityCases.All];
}

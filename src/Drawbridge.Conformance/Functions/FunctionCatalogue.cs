using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Functions;

/// <summary>All cases about functions. Those that take the longest stand first, so that nothing waits for them in the end.</summary>
internal static class FunctionCatalogue
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. SecurityCases.All, .. SignUpCases.All, .. LogInCases.All, .. InAppActionCases.All, .. ClientAreaCases.All, .. ResetCases.All, .. GuardCases.All, .. RefusalCases.All];
}

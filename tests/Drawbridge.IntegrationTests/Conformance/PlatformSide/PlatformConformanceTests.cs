using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide;

/// <summary>The second catalogue, held against our own platform.</summary>
public sealed class PlatformConformanceTests(ConformingPlatform platform) : IClassFixture<ConformingPlatform>
{
    [Fact]
    public async Task Our_platform_passes_every_case_in_strict_mode()
    {
        var results = await platform.RunAsync(Catalogue.Platform);

        results.Where(static result => result.Verdict != Verdict.Passed)
            .Select(static result => $"{result.Case.Id}: {result.Verdict} {result.Reason} expected {result.Expected}, received {result.Received}").ShouldBeEmpty();
        TestContext.Current.TestOutputHelper!.WriteLine($"{results.Count} cases passed");
    }
}

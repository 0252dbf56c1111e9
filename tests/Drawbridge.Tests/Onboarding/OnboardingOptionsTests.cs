using Drawbridge.Broker.Onboarding;
using Drawbridge.Client.Platform;

namespace Drawbridge.Tests.Onboarding;

public sealed class OnboardingOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        new OnboardingOptions.Validator().Validate(name: null, new()).Succeeded.ShouldBeTrue();
        new PlatformClientOptions.Validator().Validate(name: null, new()).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Every_fault_of_onboarding_is_told()
    {
        var options = new OnboardingOptions
        {
            InteractiveBudget = TimeSpan.Zero,
            Lease = TimeSpan.FromDays(1),
            LongestPause = TimeSpan.Zero,
            MaxConcurrency = 0,
        };

        new OnboardingOptions.Validator().Validate(name: null, options).Failures!.Count().ShouldBe(4);
    }

    [Fact]
    public void Every_fault_of_the_client_is_told()
    {
        var options = new PlatformClientOptions
        {
            Timeout = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.FromDays(1),
            Failover = new() { Attempts = 0, Pause = TimeSpan.Zero },
            WriteBudget = new() { WritesPerHour = 10, Burst = 10, InteractiveReserve = 11 },
            Paths = { ["3.11"] = "no slash", ["3.12"] = "/with?query", ["WS 4.9"] = "/without/place", ["3.99"] = "/unknown" },
            Names = { ["lastDealFrom"] = "a b" },
            AuthorityFile = "/does/not/exist",
        };

        new PlatformClientOptions.Validator().Validate(name: null, options).Failures!.Count().ShouldBe(12);
    }
}

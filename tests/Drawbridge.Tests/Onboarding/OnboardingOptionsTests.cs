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
            UserIdPath = "no slash",
            LogoutPath = "/with?query",
            AuthorityFile = "/does/not/exist",
        };

        new PlatformClientOptions.Validator().Validate(name: null, options).Failures!.Count().ShouldBe(4);
    }
}

using Drawbridge.Conformance.Browsing;

namespace Drawbridge.Tests.Conformance;

/// <summary>Which browser a run takes.</summary>
public sealed class BrowserFinderTests
{
    private const string Named = "/opt/browser";

    private static readonly string[] Installed = ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell", Named];

    [Fact]
    public void The_one_without_windows_comes_first()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the places are those of Linux");

        BrowserFinder.Find(static _ => null, Installed.Contains).ShouldBe("/usr/bin/chromium-headless-shell");
        BrowserFinder.Find(static _ => null, static path => path == "/usr/bin/chromium").ShouldBe("/usr/bin/chromium");
    }

    [Fact]
    public void The_named_one_is_taken_or_none()
    {
        BrowserFinder.Find(static name => name == BrowserFinder.Variable ? Named : null, Installed.Contains).ShouldBe(Named);
        BrowserFinder.Find(static name => name == BrowserFinder.Variable ? "/none" : null, Installed.Contains).ShouldBeNull();
    }

    [Fact]
    public void There_may_be_none() => BrowserFinder.Find(static _ => null, static _ => false).ShouldBeNull();
}

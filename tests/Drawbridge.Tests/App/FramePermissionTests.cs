using Drawbridge.Platform.App;

namespace Drawbridge.Tests.App;

public sealed class FramePermissionTests
{
    private static readonly Uri Page = new("https://crm.example:8443/inapp/deposit");
    private static readonly Uri Application = new("https://app.example/app/");

    // SCR-76
    [Theory]
    [InlineData("")]
    [InlineData("default-src 'self'")]
    [InlineData("frame-ancestors *")]
    [InlineData("frame-ancestors https:")]
    [InlineData("default-src 'none'; FRAME-ANCESTORS 'self' https://app.example")]
    [InlineData("frame-ancestors app.example")]
    [InlineData("frame-ancestors http://app.example:*")] // what allows http allows https
    [InlineData("frame-ancestors https://*.example")]
    public void A_policy_that_names_the_app_or_nobody_lets_it_show_the_page(string policy) =>
        FramePermission.FindRefusal(Page, Application, [policy], []).ShouldBeNull();

    [Theory]
    [InlineData("frame-ancestors 'none'")]
    [InlineData("frame-ancestors")]
    [InlineData("frame-ancestors 'self'")]
    [InlineData("frame-ancestors https://app.example:8443")]
    [InlineData("frame-ancestors https://*.app.example")]
    [InlineData("frame-ancestors https://other.example https://app.example.evil")]
    [InlineData("frame-ancestors http:")]
    [InlineData("frame-ancestors *, frame-ancestors 'none'")] // two policies in one header: both count
    public void A_policy_that_names_others_forbids_it(string policy) =>
        FramePermission.FindRefusal(Page, Application, [policy], []).ShouldBe("Content-Security-Policy: frame-ancestors");

    [Theory]
    [InlineData("DENY", "X-Frame-Options: DENY")]
    [InlineData("SameOrigin", "X-Frame-Options: SAMEORIGIN")]
    [InlineData("ALLOW-FROM https://app.example", null)] // no browser knows it
    public void The_older_header_counts_without_a_policy(string frameOptions, string? refusal) =>
        FramePermission.FindRefusal(Page, Application, ["default-src 'self'"], [frameOptions]).ShouldBe(refusal);

    [Fact]
    public void A_policy_wins_over_the_older_header_and_the_same_origin_is_nobody_else()
    {
        FramePermission.FindRefusal(Page, Application, ["frame-ancestors https://app.example"], ["DENY"]).ShouldBeNull();
        FramePermission.FindRefusal(Page, Page, ["frame-ancestors 'self'"], []).ShouldBeNull();
        FramePermission.FindRefusal(Page, Page, [], ["SAMEORIGIN"]).ShouldBeNull();
    }
}

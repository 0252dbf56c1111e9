using Drawbridge.Broker.EmbeddedWeb.Sites;

namespace Drawbridge.Tests.EmbeddedWeb;

public sealed class DeeplinkTests
{
    [Theory] // SCR-84
    [InlineData("/finder")]
    [InlineData("/watchlists")]
    [InlineData("/symbols/filter/EUR%2FUSD")]
    [InlineData("/symbols/EURUSD/info")]
    [InlineData("/symbols/#US30/chart", false)]
    [InlineData("/accounts/create-demo")]
    [InlineData("/orders/create-limit-order/EURUSD")]
    [InlineData("/deal/DID12345")]
    [InlineData("/something/newer")]
    [InlineData("finder", false)]
    [InlineData("//evil.example/finder", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/../admin", false)]
    [InlineData("/symbols/./x", false)]
    [InlineData("/finder?token=x", false)]
    [InlineData("/finder/", false)]
    [InlineData("", false)]
    public void Only_a_plain_path_is_a_deeplink(string text, bool usable = true) => Deeplink.IsUsable(text).ShouldBe(usable);

    [Theory] // SCR-80, SCR-83
    [InlineData("https://app.ctrader.com/info", null, "https://app.ctrader.com/info")]
    [InlineData("https://app.ctrader.com/info", "/symbols/EURUSD/chart", "https://app.ctrader.com/symbols/EURUSD/chart")]
    [InlineData("https://ct.example.com/app/?brokerName=example", "/finder", "https://ct.example.com/app/finder?brokerName=example")]
    public void It_counts_from_where_the_platform_lies(string web, string? path, string expected) =>
        Deeplink.Resolve(new(web), path).AbsoluteUri.ShouldBe(expected);
}

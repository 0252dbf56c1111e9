namespace Drawbridge.IntegrationTests.SignIn;

/// <summary>The success page where the broker hosts it.</summary>
public sealed class SuccessPageTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Theory]
    [InlineData("/sso/callback")] // SCR-11
    [InlineData("/callback/success")]
    public async Task Shows_that_all_is_done_tells_nobody_and_leaves_the_token_usable(string path) // SCR-55
    {
        var crm = await host.NewCrmAsync();
        var token = await crm.NewOneTimeTokenAsync(await crm.NewUserAsync());
        using var browser = new Browser(host);

        var page = (await browser.GetAsync($"{path}?{crm.Names()}&token={token}")).ShouldShow("success");

        page.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        page.Text.ShouldNotContain(token);
        (await crm.ExchangeAsync(token)).Json.ContainsKey("userId").ShouldBeTrue();
    }

    [Fact]
    public async Task Names_of_another_broker_than_the_tokens_are_refused() // SCR-54, BID-8, BID-28
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var token = await crm.NewOneTimeTokenAsync(await crm.NewUserAsync());
        using var browser = new Browser(host);

        (await browser.GetAsync($"/sso/callback?{crm.Names(1)}&token={token}")).ShouldShow("screen-error", 403)
            .Element("error-code").TextContent.ShouldBe("BROKER_ID_MISMATCH");
        (await browser.GetAsync($"/sso/callback?brokerName=nobody&brokerCrmName={crm.Configuration.Name}&token={token}")).ShouldShow("screen-error", 401)
            .Element("error-code").TextContent.ShouldBe("BROKER_ID_INVALID");
    }
}

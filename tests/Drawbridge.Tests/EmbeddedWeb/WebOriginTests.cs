using Drawbridge.Broker.EmbeddedWeb.Sites;

namespace Drawbridge.Tests.EmbeddedWeb;

public sealed class WebOriginTests
{
    [Theory] // SCR-76
    [InlineData("https://www.example.com", true)]
    [InlineData("https://www.example.com:8443", true)]
    [InlineData("https://xn--bcher-kva.example", true)]
    [InlineData("https://127.0.0.1:8443", true)]
    [InlineData("https://www.example.com:443", false)]
    [InlineData("https://www.example.com/", false)]
    [InlineData("https://www.example.com/shop", false)]
    [InlineData("https://WWW.example.com", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData("https://user@example.com", false)]
    [InlineData("https://example.com; script-src *", false)]
    [InlineData("http://www.example.com", false)]
    [InlineData("www.example.com", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void Only_one_exact_secure_origin_is_taken(string origin, bool taken) =>
        WebOrigin.Validate("Crms:a:Brokers:b", [origin]).Any().ShouldBe(!taken);

    [Fact]
    public void A_fault_says_what_to_write() =>
        WebOrigin.Validate("Crms:a:Brokers:b", ["https://a.example", "https://a.example/", "https://a.example"]).ShouldBe(
        [
            "Crms:a:Brokers:b:Settings:WebOrigins: 'https://a.example/' must be one exact origin, https://HOST or https://HOST:PORT, as browsers write it: lower case, no path, no wildcard.",
            "Crms:a:Brokers:b:Settings:WebOrigins: 'https://a.example' stands there twice.",
        ]);
}

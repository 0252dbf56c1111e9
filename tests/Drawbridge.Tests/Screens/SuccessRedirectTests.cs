using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Tests.Screens;

/// <summary>The address that hands a user to the application.</summary>
public sealed class SuccessRedirectTests
{
    private static readonly IssuedOneTimeToken Issued = new(OneTimeToken.New(), DateTimeOffset.UnixEpoch);

    private static string Token => Issued.Token.Reveal();

    [Fact]
    public void Names_and_token_are_added() => // SCR-50, SCR-52, BID-12
        UrlFor("https://app.test/sso/callback").ShouldBe($"https://app.test/sso/callback?brokerName=tt_main&brokerCrmName=tt_crm&token={Token}");

    [Fact]
    public void Names_that_the_url_has_already_are_not_added_twice() =>
        UrlFor("https://app.test/cb?brokerName=tt_main").ShouldBe($"https://app.test/cb?brokerName=tt_main&brokerCrmName=tt_crm&token={Token}");

    [Fact]
    public void Where_identification_is_optional_the_configured_url_decides() => // SCR-52
        UrlFor("https://app.test/cb", IdentificationMode.Optional).ShouldBe($"https://app.test/cb?token={Token}");

    [Fact]
    public void Each_application_has_its_own() // SCR-51
    {
        var broker = Broker(IdentificationMode.Optional, new SuccessUrl(new("https://all.test/cb")), new SuccessUrl(new("https://ios.test/cb"), "iOS"));

        SuccessRedirect.UrlFor(broker, new() { Source = "iOS" }, Issued, OneTimeTokenPurpose.SignIn).ShouldStartWith("https://ios.test/");
        SuccessRedirect.UrlFor(broker, new() { Source = "Web" }, Issued, OneTimeTokenPurpose.SignIn).ShouldStartWith("https://all.test/");
    }

    [Fact]
    public void A_target_in_the_request_counts_only_if_it_is_configured_exactly() // SCR-53
    {
        var broker = Broker(IdentificationMode.Optional, new SuccessUrl(new("https://all.test/cb")), new SuccessUrl(new("https://two.test/cb"), "Web"));

        SuccessRedirect.UrlFor(broker, new() { SuccessUrl = "https://two.test/cb" }, Issued, OneTimeTokenPurpose.SignIn).ShouldStartWith("https://two.test/");
        SuccessRedirect.UrlFor(broker, new() { SuccessUrl = "https://two.test/cb/" }, Issued, OneTimeTokenPurpose.SignIn).ShouldStartWith("https://all.test/");
    }

    [Theory]
    [InlineData("iOS", "SignUp", "&eventName=signed_up")] // SCR-42..44
    [InlineData("Android", "SignIn", "&eventName=logged_in")]
    [InlineData("Web", "SignUp", "")]
    public void The_last_stage_has_its_event_in_the_mobile_applications(string source, string purpose, string expected)
    {
        var broker = Broker(IdentificationMode.Optional, new SuccessUrl(new("https://all.test/cb")));
        broker = broker with { Settings = broker.Settings with { Firebase = new() { SignupComplete = "signed_up", LoginComplete = "logged_in" } } };

        SuccessRedirect.UrlFor(broker, new() { Source = source }, Issued, Enum.Parse<OneTimeTokenPurpose>(purpose))
            .ShouldBe($"https://all.test/cb?token={Token}{expected}");
    }

    private static string UrlFor(string successUrl, IdentificationMode mode = IdentificationMode.Required) =>
        SuccessRedirect.UrlFor(Broker(mode, new SuccessUrl(new(successUrl))), new ScreenParameters(), Issued, OneTimeTokenPurpose.SignIn);

    private static BrokerEntity Broker(IdentificationMode mode, params SuccessUrl[] urls) => new(
        1,
        BrokerName.Parse("tt_main"),
        new Crm(1, BrokerCrmName.Parse("tt_crm"), new() { Identification = mode }),
        new()
        {
            DisplayName = "TT",
            LegalEntity = "TT Ltd",
            Jurisdiction = "Nowhere",
            SuccessUrls = urls,
            Platform = new(new("https://platform.test"), 1),
        });
}

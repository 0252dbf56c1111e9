using Drawbridge.Broker.Screens;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Tests.Screens;

public sealed class ScreenParametersTests
{
    private static readonly string[] Names =
    [
        "brokerName", "brokerCrmName", "lang", "source", "theme", "firstLogin", "partnerId", "utm_source", "utm_medium", "utm_campaign", "utm_term",
        "gclid", "successUrl", "next", "eventName", "unknown",
    ];

    [Fact]
    public void Whatever_was_understood_survives_an_address_of_the_flow() => // SCR-36
        ForAnyQuery(parameters => Parse(parameters.UrlFor("/auth/login")) == parameters with { EventName = null });

    [Fact]
    public void No_text_breaks_a_screen() => // SCR-35
        ForAnyQuery(parameters => parameters.Lang is null or { Length: 2 } && parameters.Theme is null or "light" or "dark"
            && parameters.PartnerId is null or { Length: <= ScreenParameters.MaximumPartnerIdLength });

    [Theory]
    [InlineData("ios", "iOS")] // SCR-23
    [InlineData("ANDROID", "Android")]
    [InlineData("web", "Web")]
    [InlineData("macos", "MacOS")]
    [InlineData("desktop", "Desktop")]
    [InlineData("toaster", null)]
    public void The_source_is_known_in_any_case(string text, string? expected) => Parse($"?source={text}").Source.ShouldBe(expected);

    [Theory]
    [InlineData("DE", "de")] // SCR-22
    [InlineData("deu", null)]
    [InlineData("1a", null)]
    public void A_language_is_two_letters_in_any_case(string text, string? expected) => Parse($"?lang={text}").Lang.ShouldBe(expected);

    [Theory]
    [InlineData("dark", "dark")] // SCR-24
    [InlineData("Light", "light")]
    [InlineData("blue", null)]
    public void A_theme_is_light_or_dark(string text, string? expected) => Parse($"?theme={text}").Theme.ShouldBe(expected);

    [Theory]
    [InlineData("true", true)] // SCR-26
    [InlineData("False", false)]
    [InlineData("maybe", null)]
    public void First_login_is_a_boolean(string text, bool? expected) => Parse($"?firstLogin={text}").FirstLogin.ShouldBe(expected);

    [Fact]
    public void A_partner_is_any_text_up_to_128_characters() // SCR-25
    {
        Parse("?partnerId=a%20b%2B%26@%C3%A9").PartnerId.ShouldBe("a b+&@é");
        Parse("?partnerId=" + new string('x', 128)).PartnerId.ShouldBe(new string('x', 128));
        Parse("?partnerId=" + new string('x', 129)).PartnerId.ShouldBeNull();
    }

    [Theory]
    [InlineData("Android", "&eventName=opened")] // SCR-44
    [InlineData("iOS", "&eventName=opened")]
    [InlineData("Web", "")]
    public void Only_the_mobile_applications_get_event_names(string source, string expected) =>
        Parse($"?source={source}").UrlFor("/x", "opened").ShouldBe($"/x?source={source}{expected}");

    [Fact]
    public void An_event_is_not_counted_again_at_the_next_address() => // SCR-42
        Parse("?source=iOS&eventName=first").UrlFor("/x").ShouldBe("/x?source=iOS");

    private static ScreenParameters Parse(string url)
    {
        var query = url.Contains('?', StringComparison.Ordinal) ? url[url.IndexOf('?', StringComparison.Ordinal)..] : "";
        return ScreenParameters.From(new QueryCollection(QueryHelpers.ParseQuery(query)));
    }

    private static void ForAnyQuery(Func<ScreenParameters, bool> property)
    {
        var value = Gen.OneOf(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
            Gen.Elements("true", "false", "dark", "light", "de", "EN", "iOS", "android", "client", "a_b", "x y&z=1+2%"));
        var pair = from name in Gen.Elements(Names) from text in value select (name, text);
        Prop.ForAll(pair.ArrayOf().ToArbitrary(), pairs =>
            property(Parse("?" + string.Join('&', pairs.Select(p => $"{p.name}={Escape(p.text)}")))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    /// <summary>Half a surrogate pair cannot stand in an address.</summary>
    private static string Escape(string text) => Uri.EscapeDataString(new string([.. text.Where(c => !char.IsSurrogate(c))]));
}

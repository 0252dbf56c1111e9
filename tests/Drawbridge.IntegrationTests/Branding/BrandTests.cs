using System.Net;
using System.Text;
using System.Text.Json;
using Drawbridge.Broker.Mail;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Tests.Documents;

namespace Drawbridge.IntegrationTests.Branding;

/// <summary>What a broker looks like, and what it has to say.</summary>
public sealed class BrandTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z\"/></svg>";

    [Fact] // SCR-73
    public async Task A_logo_shows_on_every_screen_until_it_is_taken_away()
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);
        var url = (await PutAsync(crm, "logo", Encoding.UTF8.GetBytes(Svg))).Text("url");
        await PutAsync(crm, "logoDark", SampleFiles.Png(64, 64));
        await PutAsync(crm, "icon", SampleFiles.Webp());

        var light = await browser.GetAsync(crm.LoginUrl());
        var dark = await browser.GetAsync(crm.LoginUrl("&theme=dark"));

        light.Element("logo").GetAttribute("src").ShouldBe(url);
        light.Element("logo").GetAttribute("alt").ShouldBe("Test Broker");
        dark.Element("logo").GetAttribute("src")!.ShouldEndWith(".png");
        light.Document.QuerySelector("link[rel=icon]")!.GetAttribute("href")!.ShouldEndWith(".webp");
        using var file = await host.Http.GetAsync(url);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await file.Content.ReadAsStringAsync()).ShouldBe(Svg);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        file.Headers.CacheControl!.ToString().ShouldContain("immutable");
        file.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");

        foreach (var kind in new[] { "logo", "logoDark", "icon" })
        {
            (await SendAsync(crm.Configuration.ManagementKey, HttpMethod.Delete, $"?brokerName={crm.Configuration.Brokers[0].Name}&kind={kind}")).Status.ShouldBe(HttpStatusCode.NoContent);
        }

        (await browser.GetAsync(crm.LoginUrl())).Find("logo").ShouldBeNull();
        (await host.Http.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(crm.Configuration.ManagementKey, HttpMethod.Delete, $"?brokerName={crm.Configuration.Brokers[0].Name}&kind=logo")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact] // BID-44
    public async Task A_crm_gives_images_to_its_own_brokers_only()
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        var broker = crm.Configuration.Brokers[0].Name;
        await PutAsync(crm, "icon", SampleFiles.Png(16, 16));

        (await SendAsync(other.Configuration.ManagementKey, HttpMethod.Put, "", new { brokerName = broker, kind = "icon", image = SampleFiles.Png() })).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (await SendAsync(other.Configuration.ManagementKey, HttpMethod.Delete, $"?brokerName={broker}&kind=icon")).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (await SendAsync(null, HttpMethod.Put, "", new { brokerName = broker, kind = "icon", image = SampleFiles.Png() })).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        (await SendAsync(other.Configuration.ManagementKey, HttpMethod.Get, "")).Json["items"]!.AsArray().Count.ShouldBe(0);
        var items = (await SendAsync(crm.Configuration.ManagementKey, HttpMethod.Get, "")).Json["items"]!.AsArray();
        items.ShouldHaveSingleItem()!["kind"]!.GetValue<string>().ShouldBe("icon");
    }

    [Fact]
    public async Task What_cannot_be_an_image_is_refused_with_the_reason()
    {
        var crm = await host.NewCrmAsync();
        var (key, broker) = (crm.Configuration.ManagementKey, crm.Configuration.Brokers[0].Name);

        var acting = await SendAsync(key, HttpMethod.Put, "", new { brokerName = broker, kind = "logo", image = Encoding.UTF8.GetBytes(Svg.Replace("<path", "<script/><path", StringComparison.Ordinal)) });
        var jpeg = await SendAsync(key, HttpMethod.Put, "", new { brokerName = broker, kind = "logo", image = SampleFiles.Jpeg() });

        acting.ShouldBeRefused(400, "INVALID_REQUEST");
        acting.Body.ShouldContain("script");
        jpeg.ShouldBeRefused(400, "INVALID_REQUEST");
        jpeg.Body.ShouldContain("PNG");
        (await SendAsync(key, HttpMethod.Put, "", new { brokerName = broker, kind = "banner", image = SampleFiles.Png() })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await SendAsync(key, HttpMethod.Put, "", new { brokerName = broker, kind = "logo" })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
    }

    [Fact] // SCR-64
    public async Task The_warning_and_the_documents_of_the_jurisdiction_stand_in_the_readers_language()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with
        {
            Brand = new()
            {
                RiskWarning = new Dictionary<string, string> { ["en"] = "75 % of accounts lose money.", ["pl"] = "75 % rachunków traci pieniądze." },
                Documents =
                [
                    new() { Kind = Broker.Branding.LegalDocumentKind.Privacy, Url = new Dictionary<string, Uri> { ["en"] = new("https://example.test/privacy"), ["pl"] = new("https://example.test/prywatnosc") } },
                ],
            },
        });
        using var browser = new Browser(host);

        var polish = await browser.GetAsync(crm.LoginUrl("&firstLogin=true&lang=pl"));
        var russian = await browser.GetAsync(crm.LoginUrl("&lang=ru"));

        polish.Element("risk").TextContent.ShouldBe("75 % rachunków traci pieniądze.");
        var link = polish.Document.QuerySelector("footer nav a")!;
        link.TextContent.ShouldBe("Polityka prywatności");
        link.GetAttribute("href").ShouldBe("https://example.test/prywatnosc");
        russian.Find("risk").ShouldBeNull();
        russian.Element("legal-risk").TextContent.ShouldBe("75 % of accounts lose money."); // the default language
        russian.Document.QuerySelector("footer nav a")!.GetAttribute("href").ShouldBe("https://example.test/privacy");
    }

    [Fact]
    public async Task A_broker_without_a_warning_of_its_own_says_ours_where_a_trader_decides()
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        var page = await browser.GetAsync(crm.LoginUrl("&firstLogin=true&lang=de"));

        page.Element("risk").TextContent.ShouldContain("Risiko");
        page.Find("legal-risk").ShouldBeNull();
    }

    [Fact] // SCR-73
    public async Task The_dark_theme_has_a_colour_of_its_own()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { AccentColor = "#0f766e", Brand = new() { AccentColorDark = "#5eead4" } });
        using var browser = new Browser(host);

        var css = await host.Http.GetStringAsync((await browser.GetAsync(crm.LoginUrl())).Document.QuerySelector("link[href*=accent]")!.GetAttribute("href"));

        css.ShouldContain(":root{--accent:#0f766e");
        css.ShouldContain("[data-theme=dark]{--accent:#5eead4");
    }

    [Fact]
    public async Task A_mail_has_the_logo_that_mail_readers_can_draw_and_the_warning()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { Brand = new() { RiskWarning = new Dictionary<string, string> { ["en"] = "75 % lose money." } } });
        await PutAsync(crm, "logo", Encoding.UTF8.GetBytes(Svg));
        var vector = BrokerMails.Code(crm.Broker(), TextCatalogue.In("en"), "ann@example.com", "123456");
        var url = (await PutAsync(crm, "logo", SampleFiles.Png(64, 64))).Text("url");
        var mail = BrokerMails.Code(crm.Broker(), TextCatalogue.In("en"), "ann@example.com", "123456");

        var stored = JsonSerializer.Deserialize(JsonSerializer.Serialize(mail, MailJson.Default.MailMessage), MailJson.Default.MailMessage)!; // as it waits
        var sent = MailLogo.Apply(stored, new Uri("https://crm.example.com/"));

        sent.Html.ShouldContain($"<img src=\"https://crm.example.com{url}\" alt=\"Test Broker\"");
        sent.Text.ShouldContain("75 % lose money.");
        MailLogo.Apply(stored, publicUrl: null).Html.ShouldNotContain("<img");
        MailLogo.Apply(vector, new Uri("https://crm.example.com/")).Html.ShouldNotContain("<img");
    }

    private async Task<Answer> PutAsync(TestCrm crm, string kind, byte[] image)
    {
        var answer = await SendAsync(crm.Configuration.ManagementKey, HttpMethod.Put, "", new { brokerName = crm.Configuration.Brokers[0].Name, kind, image });
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return answer;
    }

    private async Task<Answer> SendAsync(string? key, HttpMethod method, string query, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/brand-images" + query);
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body));
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}

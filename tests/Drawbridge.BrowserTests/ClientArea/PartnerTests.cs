using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Partners;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.InApp;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

/// <summary>Partners and those whom they bring, both in the client area and in the simulated app.</summary>
public sealed class PartnerTests(Machine machine)
{
    /// <summary>What a person's browser calls itself; the tests' own says that nobody sits at it, and does not count.</summary>
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    /// <summary>The picture as the browser shows it, a pixel a module; '1' is dark.</summary>
    private const string Modules =
        """
        async image => {
          await image.decode();
          const size = Number(/viewBox="0 0 (\d+)/.exec(atob(image.src.split(',')[1]))[1]);
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = size;
          const pen = canvas.getContext('2d');
          pen.imageSmoothingEnabled = false;
          pen.drawImage(image, 0, 0, size, size);
          const { data } = pen.getImageData(0, 0, size, size);
          return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => (data[4 * (y * size + x)] < 128 ? '1' : '0')).join(''));
        }
        """;

    // CONF-6.3.3-1..3, FLOW-ATTR1-1..9, INV-7..10
    [Theory]
    [InlineData(1280, 800, "en", "light")]
    [InlineData(390, 844, "de", "dark")]
    public async Task A_trader_becomes_a_partner_and_sees_who_came_through_the_application(int width, int height, string lang, string theme)
    {
        await using var up = await StartAsync();
        var ann = await up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height }, up);
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(ann, more: $"lang={lang}&theme={theme}");
        await visit.KeepPictureAsync("home-partner");
        await screens["partner-link"].ClickAsync();
        await LookAsync(visit, "partner-join");
        await screens["join-submit"].ClickAsync();
        var identifier = await screens["partner-number"].InnerTextAsync();
        await LookAsync(visit, "partner-overview-new");

        // The number reaches the partner's application, and its link carries it.
        await using var phone = await machine.VisitAsync(up: up);
        await phone.App.EnterAsync(ann);
        await phone.App["tab-invite"].ClickAsync();
        await Expect(phone.App["invite-link"]).ToBeVisibleAsync();
        while (await phone.App["invite-partner-id"].CountAsync() == 0)
        {
            await phone.App.EnterAsync(ann);
            await phone.App["tab-invite"].ClickAsync();
            await Expect(phone.App["invite-link"]).ToBeVisibleAsync();
        }

        await Expect(phone.App["invite-partner-id"]).ToHaveTextAsync(identifier);
        var link = await phone.App["invite-link"].InputValueAsync();
        link.ShouldContain($"partnerId={identifier}");

        // Somebody else, in a private window.
        var friend = Person.New();
        await using (var other = await machine.VisitAsync(up: up))
        {
            await other.Page.GotoAsync($"{link}&lang=en&theme=light");
            await Expect(other.App.Screens["signup"]).ToBeVisibleAsync();
            await other.App.Screens.SignUpAsync(friend);
            await other.App.ExpectAsync(SimulatedApp.Trading);
        }

        await screens["tab-traders"].ClickAsync();
        await Expect(screens["trader-name"]).ToHaveTextAsync($"{friend.FirstName} {friend.LastName}");
        await Expect(screens["trader-email"]).ToHaveTextAsync(friend.Email);
        await LookAsync(visit, "partner-traders");
        await screens["tab-network"].ClickAsync();
        await Expect(screens["network-none"]).ToBeVisibleAsync();
        await LookAsync(visit, "partner-network");
        (await up.FindUserAsync(friend)).PartnerId.ShouldBe(identifier);
    }

    // FLOW-ATTR2-1..4
    [Fact]
    public async Task A_partner_of_old_keeps_its_number_when_it_comes_to_the_platform()
    {
        await using var up = await StartAsync();
        var ann = Person.New();
        await using var visit = await machine.VisitAsync(up: up);
        var screens = visit.Screens;
        await screens.OpenAsync("/auth/login", "firstLogin=true&next=client&lang=en");
        await screens.FillSignUpAsync(ann);
        await screens["submit"].ClickAsync();
        await Expect(screens["account-create"]).ToBeVisibleAsync();
        var user = await up.FindUserAsync(ann);
        await AskAsync(up, HttpMethod.Post, "partners", new { brokerName = DemoNames.TradingTech, traderId = user.Id, partnerId = "IB-2019-77" });

        await screens.OpenAsync("/client/partner", "lang=en");
        await Expect(screens["partner-number"]).ToHaveTextAsync("IB-2019-77");
        await LookAsync(visit, "partner-without-account");
        if (await screens["partner-open-account"].CountAsync() > 0)
        {
            await screens["partner-open-account"].ClickAsync();
        }
        else
        {
            await screens.OpenAsync("/account/create", "lang=en&next=client&page=%2Fclient%2Fpartner"); // the platform knows the user, and has no account of it yet
        }

        await screens["account-submit"].ClickAsync();
        await Expect(screens["partner-number"]).ToHaveTextAsync("IB-2019-77");
        await Expect(screens["partner-open-account"]).ToHaveCountAsync(0);

        do
        {
            await visit.App.EnterAsync(ann);
            await visit.App["tab-invite"].ClickAsync();
            await Expect(visit.App["invite-link"]).ToBeVisibleAsync();
        }
        while (await visit.App["invite-partner-id"].CountAsync() == 0);
        await Expect(visit.App["invite-partner-id"]).ToHaveTextAsync("IB-2019-77");
    }

    [Theory] // INV-43, FLOW-ATTR1-3
    [InlineData(1280, 800, "en", "light")]
    [InlineData(390, 844, "ar", "dark")]
    public async Task A_campaign_counts_from_the_click_to_the_sign_up(int width, int height, string lang, string theme)
    {
        await using var up = await StartAsync();
        var ann = await NewPartnerAsync(up);
        await using var visit = await machine.VisitAsync(
            options =>
            {
                options.ViewportSize = new() { Width = width, Height = height };
                options.Permissions = ["clipboard-read", "clipboard-write"];
            },
            up);
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(ann.Person, more: $"lang={lang}&theme={theme}");
        await screens["partner-link"].ClickAsync();
        await screens["tab-links"].ClickAsync();
        await screens["link-create"].ClickAsync();
        await Expect(screens["link-name-error"]).ToBeVisibleAsync();
        await LookAsync(visit, "partner-links-error");
        await screens["link-name"].FillAsync("Newsletter in May");
        await visit.Page.Locator("details summary").First.ClickAsync();
        await visit.Page.Locator("#utmSource").FillAsync("newsletter");
        await screens["link-create"].ClickAsync();

        var url = await screens["link-url"].InputValueAsync();
        url.ShouldStartWith($"{up.BrokerUrl}/r/");
        await screens["copy-link-url"].ClickAsync();
        (await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldBe(url);
        QrReader.Read(await screens["link-qr"].EvaluateAsync<string[]>(Modules)).ShouldBe(url);
        await LookAsync(visit, "partner-link");

        var friend = Person.New();
        await using (var other = await machine.VisitAsync(static options => options.UserAgent = Agent, up))
        {
            await other.Page.GotoAsync(url);
            await Expect(other.Screens["signup"]).ToBeVisibleAsync();
            await Expect(other.Screens["partner-code"]).ToBeVisibleAsync();
            await other.KeepPictureAsync("partner-signup");
            await other.Screens["switch-form"].ClickAsync(); // to the login, and back
            await other.Screens["switch-form"].ClickAsync();
            await other.Screens.SignUpAsync(friend);
            await Expect(other.Screens["client-home"]).ToBeVisibleAsync();
            (await other.Context.CookiesAsync()).Where(static cookie => cookie.Name.StartsWith("__Host-click", StringComparison.Ordinal)).ShouldHaveSingleItem().SameSite.ShouldBe(SameSiteAttribute.Lax);
        }

        var why = await AskAsync(up, HttpMethod.Get, $"traders/{(await up.FindUserAsync(friend)).Id}/attribution");
        ((string)why["steps"]![0]!["text"]!).ShouldStartWith($"The trader opened a link of Ann ({ann.Identifier}): the trader is the partner's from here on");
        await screens["tab-links"].ClickAsync();
        var counts = (await AskAsync(up, HttpMethod.Get, $"partners/{ann.Id}/links"))["links"]![0]!;
        ((long)counts["clicks"]!, (long)counts["signUps"]!).ShouldBe((1, 1));
        await Expect(screens["link-signups"]).ToBeVisibleAsync();
        await LookAsync(visit, "partner-links");
        await screens["tab-codes"].ClickAsync();
        await screens["code-text"].FillAsync("May-2026");
        await screens["code-create"].ClickAsync();
        await Expect(screens["code"]).ToContainTextAsync("MAY2026");
        await LookAsync(visit, "partner-codes");
        await screens["tab-overview"].ClickAsync();
        await LookAsync(visit, "partner-overview");
    }

    [Fact]
    public async Task A_picture_on_somebody_elses_page_brings_nobody()
    {
        await using var up = await StartAsync();
        var ann = await NewPartnerAsync(up);
        var link = (string)(await AskAsync(up, HttpMethod.Post, $"partners/{ann.Id}/links", new { name = "Coupons" }))["url"]!;
        await using var visit = await machine.VisitAsync(static options => options.UserAgent = Agent, up);
        visit.Allow(new Uri(up.OtherSite).Authority);
        await using var shop = Serve(up, $"<!doctype html><html lang=en><title>Shop</title><link rel=icon href='data:,'><body><img src='{link}' alt=''></body></html>");
        await shop.StartAsync(TestContext.Current.CancellationToken);

        await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.GotoAsync($"{up.OtherSite}/"), response => response.Url == link);
        (await visit.Context.CookiesAsync()).ShouldBeEmpty();
        var friend = Person.New();
        await visit.Screens.OpenAsync("/auth/login", "firstLogin=true&next=client&lang=en");
        await visit.Screens.SignUpAsync(friend);
        await Expect(visit.Screens["client-home"]).ToBeVisibleAsync();

        var why = await AskAsync(up, HttpMethod.Get, $"traders/{(await up.FindUserAsync(friend)).Id}/attribution");
        why["partner"].ShouldBeNull();
        ((string)why["steps"]![0]!["text"]!).ShouldBe($"The trader opened a link of Ann ({ann.Identifier}): does not count: no person opened the link as a page.");
    }

    /// <summary>Another site, with one page.</summary>
    private static WebApplication Serve(RunningUp up, string page)
    {
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.Services.Configure<SocketTransportOptions>(up.OtherSitePort.Configure);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => up.OtherSitePort.Listen(kestrel, listen => listen.UseHttps(up.ServerCertificate)));
        var app = builder.Build();
        app.MapGet("/", () => Results.Content(page, "text/html"));
        return app;
    }

    private static async Task<RunningUp> StartAsync()
    {
        var up = await RunningUp.StartAsync();
        await up.ConfigureAsync(settings => settings with
        {
            Partners = settings.Partners with { Registration = PartnerRegistration.Open, Links = new() { Codes = true, AppUrl = new($"{up.PlatformUrl}/app/") } },
        });
        return up;
    }

    private static async Task<(Person Person, long Id, string Identifier)> NewPartnerAsync(RunningUp up)
    {
        var person = await up.NewTraderAsync();
        var partner = (await AskAsync(up, HttpMethod.Post, "partners", new { brokerName = DemoNames.TradingTech, traderId = (await up.FindUserAsync(person)).Id, name = "Ann" }))["partner"]!;
        return (person, (long)partner["id"]!, (string)partner["partnerId"]!);
    }

    private static async Task<JsonNode> AskAsync(RunningUp up, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{up.BrokerUrl}/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", up.ManagementKey);
        using var answer = await up.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    private static async Task LookAsync(Visit visit, string name)
    {
        await Expect(visit.Page.Locator("main.portal")).ToBeVisibleAsync();
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync(name);
    }
}

using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.IntegrationTests.CrmLogin;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.SignIn;

/// <summary>Logins at the broker's own CRM, which is an OpenID provider that somebody else wrote.</summary>
public sealed class CrmLoginTests(Machine machine, CrmLoginTests.OwnCrm own) : IClassFixture<CrmLoginTests.OwnCrm>
{
    [Fact]
    public async Task A_trader_logs_in_at_the_crm_and_comes_to_the_client_area()
    {
        await own.PrepareAsync(mayBeFramed: false);
        var person = Person.New();
        await using var visit = await own.VisitAsync(machine);

        await visit.Screens.OpenAsync("/client/login");
        await visit.Screens["submit"].ClickAsync();
        await LogInAsync(visit.Page.Locator("html"), person);

        await Expect(visit.Screens["client-home"]).ToBeVisibleAsync();
        await visit.Screens.OpenAsync("/account/password");
        await Expect(visit.Screens["crm-keeps"]).ToBeVisibleAsync();
        (await visit.Screens["crm-page"].GetAttributeAsync("href")).ShouldNotBeNull().ShouldStartWith("https://crm.example.com/password");
    }

    // SCR-76: the broker's pages are a third party to the app's here, and the browser blocks the cookies of third parties.
    [Fact]
    public async Task In_the_app_it_works_where_the_browser_blocks_cookies_of_third_parties()
    {
        await own.PrepareAsync(mayBeFramed: true);
        await using var visit = await own.VisitAsync(machine);
        var elsewhere = await visit.BlockThirdPartyCookiesAsync();

        await LogInInAppAsync(visit, Person.New());

        visit.Requests.ShouldContain(url => url.StartsWith($"{elsewhere}/auth/crm/", StringComparison.Ordinal));
    }

    // SCR-76: neither cookies nor storage, so that the key is kept in the name of the frame.
    [Fact]
    public async Task In_the_app_it_works_where_the_browser_keeps_nothing_for_the_broker()
    {
        await own.PrepareAsync(mayBeFramed: true);
        await using var visit = await own.VisitWithoutCookiesAsync(machine);

        await LogInInAppAsync(visit, Person.New());
    }

    [Fact]
    public async Task A_login_that_may_not_be_framed_opens_in_a_window_of_its_own()
    {
        await own.PrepareAsync(mayBeFramed: false);
        var person = Person.New();
        await using var visit = await own.VisitAsync(machine);
        await visit.App.OpenAsync();
        await visit.App.Screens["switch-form"].ClickAsync();

        var window = await visit.Page.RunAndWaitForPopupAsync(() => visit.App.Screens["new-window"].ClickAsync());
        await window.GetByTestId("submit").ClickAsync();
        await LogInAsync(window.Locator("html"), person);

        await Expect(window.GetByTestId("account-create")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("light", "en")]
    [InlineData("dark", "de")]
    [InlineData("dark", "ar")]
    public async Task Every_page_of_it_can_be_used_by_everybody(string theme, string language) // SCR-60, SCR-64
    {
        await own.PrepareAsync(mayBeFramed: false);
        await using var visit = await own.VisitAsync(machine, options => options.ViewportSize = new() { Width = 1280, Height = 800 });
        var look = $"theme={theme}&lang={language}";
        foreach (var (name, path, query) in new[]
        {
            ("crm-login", "/auth/login", look), ("crm-signup", "/auth/login", look + "&firstLogin=true"), ("crm-keeps", "/auth/reset", look),
        })
        {
            await visit.Screens.OpenAsync(path, query);
            await Expect(visit.Screens[name]).ToBeVisibleAsync();
            await ShouldBeGoodAsync(visit, name);
        }

        await visit.Screens.OpenAsync("/auth/login", look);
        await visit.Page.RouteAsync($"{own.Provider!.Url}/**", route => route.FulfillAsync(new() { Body = "the CRM" }));
        var asked = await visit.Page.RunAndWaitForRequestAsync(() => visit.Screens["submit"].ClickAsync(), request => request.Url.StartsWith(own.Provider.Url, StringComparison.Ordinal));
        var state = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(asked.Url).Query)["state"];
        await visit.Page.GotoAsync($"{visit.Up.BrokerUrl}/auth/crm/{DemoNames.TradingTech}/callback?state={state}&error=access_denied");
        await Expect(visit.Screens["crm-login-failed"]).ToBeVisibleAsync();
        await ShouldBeGoodAsync(visit, "crm-login-failed");
    }

    private static async Task ShouldBeGoodAsync(Visit visit, string name)
    {
        await visit.KeepPictureAsync(name);
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
    }

    private static async Task LogInInAppAsync(Visit visit, Person person)
    {
        await visit.App.OpenAsync();
        await visit.App.Screens["switch-form"].ClickAsync();
        await Expect(visit.App.Screens["crm-login"]).ToBeVisibleAsync();
        await visit.App.Screens["submit"].ClickAsync();
        await LogInAsync(visit.Page.FrameLocator("[data-testid='broker-frame']").Locator("html"), person);
        await visit.App.Screens["account-submit"].ClickAsync();
        await visit.App.ExpectAsync(SimulatedApp.Trading);
    }

    /// <summary>At the provider: says who it is, and agrees.</summary>
    private static async Task LogInAsync(ILocator provider, Person person)
    {
        await provider.Locator("input[name=login]").FillAsync(person.Email);
        await provider.Locator("input[name=password]").FillAsync("any");
        await provider.Locator("button[type=submit]").ClickAsync();
        await provider.Locator("form:has(input[name=prompt][value=consent]) button[type=submit]").ClickAsync();
    }

    /// <summary>Both sides, with the seeded broker's users at an OpenID provider.</summary>
    public sealed class OwnCrm : IAsyncLifetime
    {
        private RunningUp _up = null!;

        internal OidcProvider? Provider { get; private set; }

        internal string ElsewhereUrl => _up.BrokerUrl.Replace("localhost", "broker.localhost", StringComparison.Ordinal);

        public async ValueTask InitializeAsync()
        {
            _up = await RunningUp.StartAsync();
            var path = $"/auth/crm/{DemoNames.TradingTech}/callback";
            Provider = await OidcProvider.TryStartAsync(_up.ServerCertificate, _up.BrokerUrl + path, ElsewhereUrl + path);
        }

        public async ValueTask DisposeAsync()
        {
            if (Provider is not null)
            {
                await Provider.DisposeAsync();
            }

            await _up.DisposeAsync();
        }

        internal async Task PrepareAsync(bool mayBeFramed)
        {
            Assert.SkipWhen(Provider is null, "Node and npm, or the registry of npm, are not there: tests/oidc-provider cannot be installed");
            await _up.ConfigureCrmsAsync(crm => crm with
            {
                Brokers = [.. crm.Brokers.Select(broker => broker.Name == DemoNames.TradingTech
                    ? broker with { CrmLoginSecret = OidcProvider.Secret, Settings = WithLogin(broker.Settings, mayBeFramed) }
                    : broker)],
            });
        }

        internal async Task<Visit> VisitAsync(Machine machine, Action<BrowserNewContextOptions>? configure = null) => await AllowAsync(await machine.VisitAsync(configure, _up));

        internal async Task<Visit> VisitWithoutCookiesAsync(Machine machine) => await AllowAsync(await machine.VisitWithoutCookiesAsync(up: _up));

        private async Task<Visit> AllowAsync(Visit visit)
        {
            visit.Allow(new Uri(Provider!.Url).Authority);
            visit.Allow("fonts.googleapis.com"); // the provider's pages ask for it, and are not to wait for it
            await visit.Context.RouteAsync("https://fonts.googleapis.com/**", static route => route.FulfillAsync(new() { ContentType = "text/css", Body = "" }));
            return visit;
        }

        private BrokerSettings WithLogin(BrokerSettings settings, bool mayBeFramed) => settings with
        {
            SignIn = new()
            {
                Method = SignInMethod.CrmLogin,
                CrmLogin = new()
                {
                    AuthorizationUrl = new(Provider!.Url + "/auth"), TokenUrl = new(Provider.Url + "/token"), UserInfoUrl = new(Provider.Url + "/me"),
                    ClientId = OidcProvider.ClientId, Issuer = Provider.Url, MayBeFramed = mayBeFramed,
                },
                Pages = new()
                {
                    SignUp = new("https://crm.example.com/register"), ResetPassword = new("https://crm.example.com/forgot"), ChangePassword = new("https://crm.example.com/password"),
                },
            },
        };
    }
}

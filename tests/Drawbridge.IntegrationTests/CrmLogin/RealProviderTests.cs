using AngleSharp.Html.Dom;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.CrmLogin;

/// <summary>Logins at an OpenID provider that somebody else wrote, over real https.</summary>
public sealed class RealProviderTests(RealProviderTests.Host host) : IClassFixture<RealProviderTests.Host>
{
    private const string WithoutProvider = "Node and npm, or the registry of npm, are not there: tests/oidc-provider cannot be installed";

    [Theory]
    [InlineData(ClientAuthentication.Basic)]
    public async Task A_user_logs_in_and_is_the_same_the_next_time(ClientAuthentication authentication)
    {
        var (crm, _) = await NewAsync(authentication);
        var email = People.NewEmail();
        using var browser = new Browser(host);

        (await LogInAsync(browser, crm, email)).ShouldLeadTo("/account/create?");
        var user = await host.FindAsync(crm, email);
        (user.CrmUserId, user.FirstName, user.LastName).ShouldBe((email, "Marlene", "Okonkwo"));
        user.EmailConfirmedAt.ShouldNotBeNull();
        await host.Onboarding.CompleteAsync(crm.Broker(), user.Id);

        using var another = new Browser(host);
        var again = await LogInAsync(another, crm, email);
        again.ShouldLeadTo(People.SuccessUrl);
        (await crm.ExchangeAsync(again.LocationParameter("token")!)).Json["userId"]!.GetValue<long>().ShouldBe((await host.FindAsync(crm, email)).CtraderUserId!.Value);
    }

    [Fact]
    public async Task Who_cancels_there_is_told_so_here()
    {
        var (crm, _) = await NewAsync();
        using var browser = new Browser(host);
        using var provider = new ProviderBrowser();
        var page = await provider.GetAsync(await browser.GoToOwnCrmAsync(crm));

        var back = await provider.GetAsync(page.Document.QuerySelectorAll("a").OfType<IHtmlAnchorElement>().Single(link => link.PathName.EndsWith("/abort", StringComparison.Ordinal)).Href.Replace("about://", "", StringComparison.Ordinal), page.Url);

        (await browser.GetAsync(back.Url.AbsoluteUri)).ShouldHaveFailed(403, "denied");
    }

    [Fact]
    public async Task A_code_without_its_verifier_is_worth_nothing_there()
    {
        var (crm, _) = await NewAsync();
        using var victim = new Browser(host);
        using var attacker = new Browser(host);
        var stolen = await CallbackAsync(await victim.GoToOwnCrmAsync(crm), People.NewEmail());
        var mine = await CallbackAsync(await attacker.GoToOwnCrmAsync(crm), People.NewEmail());
        var code = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(stolen).Query)["code"].ToString();
        var own = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(mine).Query)["code"].ToString();

        (await attacker.GetAsync(mine.Replace(own, code, StringComparison.Ordinal))).ShouldHaveFailed(502, "broken");
    }

    [Fact]
    public async Task An_address_that_it_has_not_verified_takes_nobody_over()
    {
        var (crm, _) = await NewAsync();
        var trader = await host.NewTraderAsync(crm, email: "unverified-" + People.NewEmail());
        using var browser = new Browser(host);

        (await LogInAsync(browser, crm, trader.Email)).ShouldHaveFailed(403, "unverified");
    }

    private async Task<(TestCrm Crm, string Name)> NewAsync(ClientAuthentication authentication = ClientAuthentication.Basic)
    {
        Assert.SkipWhen(host.Provider is null, WithoutProvider);
        var url = host.Provider!.Url;
        var number = host.NextBroker();
        var crm = await host.NewCrmAsync(change: settings => settings with
        {
            SignIn = new()
            {
                Method = SignInMethod.CrmLogin,
                CrmLogin = new()
                {
                    AuthorizationUrl = new(url + "/auth"), TokenUrl = new(url + "/token"), UserInfoUrl = new(url + "/me"),
                    ClientId = OidcProvider.ClientId, ClientAuthentication = authentication, Issuer = url,
                },
            },
        });
        crm.Configuration.Brokers[0].Name.ShouldBe(Host.BrokerName(number), "the provider knows return addresses by broker");
        var configuration = crm.Configuration with { Brokers = [crm.Configuration.Brokers[0] with { CrmLoginSecret = OidcProvider.Secret }] };
        await host.ApplyAsync(configuration);
        return (new(host, configuration), configuration.Brokers[0].Name);
    }

    private static async Task<Page> LogInAsync(Browser browser, TestCrm crm, string email) =>
        await browser.GetAsync(await CallbackAsync(await browser.GoToOwnCrmAsync(crm), email));

    /// <summary>Logs in there and agrees; where it leads back to.</summary>
    private static async Task<string> CallbackAsync(string authorizationUrl, string email)
    {
        using var provider = new ProviderBrowser();
        var page = await provider.GetAsync(authorizationUrl);
        while (page.Document.QuerySelector("form") is IHtmlFormElement form)
        {
            var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Where(input => input.Name is { Length: > 0 })
                .ToDictionary(input => input.Name!, input => input.Name == "login" ? email : input.Name == "password" ? "any" : input.Value);
            page = await provider.PostAsync(form.GetAttribute("action")!, page.Url, fields);
        }

        return page.Url.AbsoluteUri;
    }

    /// <summary>A browser at the provider: keeps its cookies, follows it, and stops where it leads back to us.</summary>
    private sealed class ProviderBrowser : IDisposable
    {
        private readonly System.Net.CookieContainer _cookies = new();
        private readonly HttpClient _client;

        public ProviderBrowser()
        {
            var handler = TestCertificate.Handler();
            handler.UseCookies = true;
            handler.CookieContainer = _cookies;
            _client = new(handler);
        }

        public Task<Page> GetAsync(string url, Uri? from = null) => FollowAsync(new(HttpMethod.Get, from is null ? new Uri(url) : new Uri(from, url)));

        public Task<Page> PostAsync(string url, Uri from, Dictionary<string, string> fields) =>
            FollowAsync(new(HttpMethod.Post, new Uri(from, url)) { Content = new FormUrlEncodedContent(fields) });

        public void Dispose() => _client.Dispose();

        private async Task<Page> FollowAsync(HttpRequestMessage request)
        {
            while (true)
            {
                using var sent = request;
                using var response = await _client.SendAsync(request);
                var page = await Page.ReadAsync(response, request.RequestUri!);
                ((int)response.StatusCode).ShouldBeLessThan(400, page.Text);
                if (response.Headers.Location is not { } location)
                {
                    return page;
                }

                var next = new Uri(request.RequestUri!, location);
                if (next.AbsolutePath.StartsWith("/auth/crm/", StringComparison.Ordinal))
                {
                    return page with { Url = next, Document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument("") };
                }

                request = new(HttpMethod.Get, next);
            }
        }
    }

    /// <summary>The screens, and the provider that knows them.</summary>
    public sealed class Host : ScreensHost, IAsyncLifetime
    {
        private const int MostBrokers = 12;
        private int _count;

        internal OidcProvider? Provider { get; private set; }

        /// <summary>What the host calls the broker of its n-th CRM.</summary>
        public static string BrokerName(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"broker_{number}_0");

        public int NextBroker() => Interlocked.Increment(ref _count);

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Provider = await OidcProvider.TryStartAsync(
                TestCertificate.Instance, [.. Enumerable.Range(1, MostBrokers).Select(number => new Uri(Url, $"/auth/crm/{BrokerName(number)}/callback").AbsoluteUri)]);
        }

        public override async ValueTask DisposeAsync()
        {
            if (Provider is not null)
            {
                await Provider.DisposeAsync();
            }

            await base.DisposeAsync();
        }

        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Services.AddHttpClient(CrmIdentityRegistration.Client).ConfigurePrimaryHttpMessageHandler(static () => TestCertificate.Handler());
        }
    }
}

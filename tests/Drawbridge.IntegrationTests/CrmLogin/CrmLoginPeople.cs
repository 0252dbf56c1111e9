using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.CrmLogin;

/// <summary>Brokers whose users log in at the broker's own CRM.</summary>
internal static class CrmLoginPeople
{
    /// <summary>A CRM of the platform whose brokers have logins of their own.</summary>
    public static async Task<(TestCrm Crm, OwnCrm Own)> NewCrmWithLoginAsync(
        this ScreensHost host, Func<CrmLoginSettings, CrmLoginSettings>? change = null, Func<BrokerSettings, BrokerSettings>? changeBroker = null, int brokers = 1)
    {
        var own = host.OwnCrms.New();
        var login = new CrmLoginSettings
        {
            AuthorizationUrl = new("https://crm.example.test/authorize"),
            TokenUrl = new("https://crm.example.test/token"),
            UserInfoUrl = new("https://crm.example.test/userinfo"),
            ClientId = own.ClientId,
            Issuer = own.Issuer,
        };
        var crm = await host.NewCrmAsync(brokers, change: settings => (changeBroker ?? (static same => same))(settings with
        {
            SignIn = new()
            {
                Method = SignInMethod.CrmLogin,
                CrmLogin = (change ?? (static same => same))(login),
                Pages = new() { ResetPassword = new("https://crm.example.test/forgot"), SignUp = new("https://crm.example.test/register?from=trading") },
            },
        }));
        var configuration = crm.Configuration with { Brokers = [.. crm.Configuration.Brokers.Select(broker => broker with { CrmLoginSecret = own.Secret })] };
        await host.ApplyAsync(configuration);
        return (new(host, configuration), own);
    }

    /// <summary>Opens the login and goes on to the CRM; the address there.</summary>
    public static async Task<string> GoToOwnCrmAsync(this Browser browser, TestCrm crm, string more = "", bool keep = false, int broker = 0)
    {
        var page = (await browser.GetAsync(crm.LoginUrl(more, broker))).ShouldShow("crm-login");
        var go = await browser.SubmitAsync(page, "submit", ("keep", keep ? "true" : null));
        return go.ShouldShow("crm-login-go").Href("crm-login-url");
    }

    /// <summary>The whole way to the CRM and back.</summary>
    public static async Task<Page> LogInAtOwnCrmAsync(this Browser browser, TestCrm crm, OwnCrm own, OwnCrmUser user, string more = "", bool keep = false) =>
        await browser.GetAsync(own.LogIn(await browser.GoToOwnCrmAsync(crm, more, keep), user));

    public static void ShouldHaveFailed(this Page page, int status, string reason) =>
        page.ShouldShow("crm-login-failed", status).Element("crm-login-failed").GetAttribute("data-reason").ShouldBe(reason);

    public static OwnCrmUser NewPerson(string? email = null, bool? verified = true) => new($"crm-{Guid.NewGuid():N}", email ?? People.NewEmail(), verified);
}

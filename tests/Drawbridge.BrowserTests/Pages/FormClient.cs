using System.Net;
using System.Text.RegularExpressions;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>Sends the broker's forms without a browser, which is quick.</summary>
internal sealed partial class FormClient(RunningUp up, string broker = DemoNames.TradingTech)
{
    /// <summary>Signs up and opens the account, up to the redirect to the success URL.</summary>
    public async Task SignUpAsync(Person person, bool keep)
    {
        var form = new Dictionary<string, string>
        {
            ["firstName"] = person.FirstName, ["lastName"] = person.LastName, ["email"] = person.Email, ["password"] = person.Password,
        };
        if (keep)
        {
            form["keep"] = "true";
        }

        var (_, page) = await SendAsync("/auth/signup", form);
        var session = SealedSession().Match(page);
        session.Success.ShouldBeTrue(page);
        var (status, answer) = await SendAsync(
            "/account/create",
            new() { ["session"] = WebUtility.HtmlDecode(session.Groups["value"].Value), ["currency"] = "EUR", ["leverage"] = "3000" });
        status.ShouldBe(HttpStatusCode.SeeOther, answer);
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(string path, Dictionary<string, string> form)
    {
        var crm = up.BrokerOf(broker).Crm.Name.Value;
        using var content = new FormUrlEncodedContent(form);
        using var response = await up.Http.PostAsync(
            $"{up.BrokerUrl}{path}?brokerName={broker}&brokerCrmName={crm}", content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("""name="session" value="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SealedSession();
}

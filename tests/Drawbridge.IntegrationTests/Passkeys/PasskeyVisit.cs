using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Passkeys;

/// <summary>What a page's script does with passkeys.</summary>
internal static class PasskeyVisit
{
    public const string Host = "trade.example.test";

    public static Browser NewBrowser(BrokerHost host, string name = Host) => new(host) { Host = name };

    /// <summary>A trader who is logged in to the client area has a passkey made there.</summary>
    public static async Task AddPasskeyAsync(this Browser browser, TestCrm crm, SoftwareAuthenticator device, string? name = null, int broker = 0)
    {
        var page = (await browser.GetAsync($"/client/security/passkeys?{crm.Names(broker)}")).ShouldShow("passkeys");
        (await browser.SubmitAsync(page, "add-passkey", ("credential", device.Create(Options(page, "add-passkey"))), ("name", name))).ShouldLeadTo("/client/security/passkeys?");
    }

    /// <summary>Sends a form with the answer of a device to what the page asks.</summary>
    public static Task<Page> AnswerAsync(this Browser browser, Page page, SoftwareAuthenticator device) =>
        browser.SubmitAsync(page, "passkey", ("credential", device.Get(Options(page, "passkey"))));

    /// <summary>Logs in with the passkey alone.</summary>
    public static async Task<Page> LogInWithPasskeyAsync(
        this Browser browser, TestCrm crm, SoftwareAuthenticator device, bool toClientArea = true, bool keep = false, int broker = 0)
    {
        var (page, options, state) = await browser.AskForPasskeyAsync(crm, toClientArea, broker);
        return await browser.SubmitAsync(page, "passkey", ("credential", device.Get(options)), ("passkeyState", state), ("keep", keep ? "true" : ""));
    }

    /// <summary>The login form, and what its script got to ask for a passkey with.</summary>
    public static async Task<(Page Page, string Options, string State)> AskForPasskeyAsync(this Browser browser, TestCrm crm, bool toClientArea = true, int broker = 0)
    {
        var page = (await browser.GetAsync(toClientArea ? $"/client/login?{crm.Names(broker)}" : crm.LoginUrl("", broker))).ShouldShow("login");
        var answer = await browser.GetAsync(page.Element("passkey").Closest("form")!.GetAttribute("data-options-url")!);
        var json = JsonNode.Parse(answer.Text)!;
        return (page, json["options"]!.ToJsonString(), json["state"]!.GetValue<string>());
    }

    public static string Options(Page page, string testId) => page.Element(testId).Closest("form")!.GetAttribute("data-options")!;
}

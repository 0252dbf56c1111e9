using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.IntegrationTests.Kyc;

public sealed class SqliteKycProviderTests(SqliteKycHost host) : KycProviderTests(host), IClassFixture<SqliteKycHost>;

public sealed class PostgresKycProviderTests(PostgresKycHost host) : KycProviderTests(host), IClassFixture<PostgresKycHost>;

/// <summary>A provider that verifies on a page of its own, on each engine.</summary>
public abstract class KycProviderTests(KycHost host)
{
    [Fact] // FLOW-KYC-1, FLOW-KYC-3, SCR-33
    public async Task A_trader_is_verified_on_the_providers_page()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var (page, context) = await StartAsync(trader, browser);
        page.Text.ShouldContain("One more step");
        ((long)context["userId"]!, (string?)context["level"], (string?)context["brokerCrmName"]).ShouldBe((trader.UserId, "hosted", crm.Configuration.Name));
        ((string?)context["returnUrl"])!.ShouldStartWith($"{host.Url.GetLeftPart(UriPartial.Authority)}/inapp/kyc/status?");
        var reference = (string)context["reference"]!;

        (await NotifyAsync(crm, new { reference, status = "pending" })).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await trader.OpenAsync(browser, more: "&kycType=hosted")).ShouldShow("kyc-in_review").Find("kyc-provider").ShouldBeNull();
        (await NotifyAsync(crm, new { reference, status = "approved" })).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);

        (await trader.OpenAsync(browser, more: "&kycType=hosted")).ShouldShow("kyc-approved");
        await host.UntilAsync(async () => await host.RightsAsync(trader.Accounts[0]) == "FULL_ACCESS");
        await host.ToldAsync(crm, "kyc.submitted");
        ((string?)(await host.ToldAsync(crm, "kyc.approved"))["by"]).ShouldBe("idcheck");
        (await browser.GetAsync($"/inapp/kyc/status?{crm.Names()}")).ShouldShow("kyc-return"); // back in a web view without cookies
    }

    [Fact]
    public async Task Only_what_is_signed_now_by_that_provider_counts()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var reference = (string)(await StartAsync(trader, browser)).Context["reference"]!;
        var word = new { reference, status = "approved" };

        (await NotifyAsync(crm, word, WebhookSecret.New())).ShouldBeRefused(401, CrmErrorCode.ClientAuthFailure);
        (await NotifyAsync(crm, word, shift: TimeSpan.FromMinutes(-6))).ShouldBeRefused(401, CrmErrorCode.ClientAuthFailure);
        (await NotifyAsync(crm, word, shift: TimeSpan.FromMinutes(6))).ShouldBeRefused(401, CrmErrorCode.ClientAuthFailure);
        (await NotifyAsync(crm, word, tamper: true)).ShouldBeRefused(401, CrmErrorCode.ClientAuthFailure);
        (await NotifyAsync(crm, word, provider: "nobody")).ShouldBeRefused(401, CrmErrorCode.ClientAuthFailure);
        (await NotifyAsync(crm, new { reference, status = "perhaps" })).ShouldBeRefused(400, CrmErrorCode.InvalidRequest);
        (await NotifyAsync(crm, new { status = "approved" })).ShouldBeRefused(400, CrmErrorCode.InvalidRequest);
        (await NotifyAsync(crm, new { reference = "K-2222222222222222-1", status = "approved" })).ShouldBeRefused(404, CrmErrorCode.NotFound);
        (await NotifyAsync(await host.NewKycAsync(), word)).ShouldBeRefused(404, CrmErrorCode.NotFound); // BID-44: another CRM of the same provider

        // What staff decides is not the provider's.
        var manual = await trader.SubmitAsync();
        (await NotifyAsync(crm, new { reference = manual + "-1", status = "approved" })).ShouldBeRefused(404, CrmErrorCode.NotFound);
        (await trader.OpenAsync(browser, more: "&kycType=hosted")).ShouldShow("kyc-submitted");
    }

    [Fact]
    public async Task A_word_that_is_said_again_late_or_about_an_earlier_submission_changes_nothing()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var first = (string)(await StartAsync(trader, browser)).Context["reference"]!;
        await host.ToldAsync(crm, "kyc.submitted");
        await NotifyAsync(crm, new { reference = first, status = "rejected", reason = "The picture is dark." });
        ((string?)(await host.ToldAsync(crm, "kyc.rejected"))["reason"]).ShouldBe("The picture is dark.");
        var page = (await trader.OpenAsync(browser, more: "&kycType=hosted")).ShouldShow("kyc-rejected");
        await browser.SubmitAsync(page, "kyc-submit");
        await host.ToldAsync(crm, "kyc.submitted");

        // The same notification once more, and one that came late: both are about the first submission.
        (await NotifyAsync(crm, new { reference = first, status = "rejected", reason = "The picture is dark." })).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await NotifyAsync(crm, new { reference = first, status = "approved" })).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);

        page = (await trader.OpenAsync(browser, more: "&kycType=hosted")).ShouldShow("kyc-submitted");
        var second = (string)ContextOf(page)["reference"]!;
        second.ShouldNotBe(first);
        await NotifyAsync(crm, new { reference = second, status = "approved" });
        await NotifyAsync(crm, new { reference = second, status = "rejected" });
        (await trader.OpenAsync(browser, more: "&kycType=hosted")).ShouldShow("kyc-approved");
        await host.ToldAsync(crm, "kyc.approved");
        host.Webhooks.Count(crm.Configuration.Name).ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_that_says_nothing_is_asked()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var reference = (string)(await StartAsync(trader, browser)).Context["reference"]!;
        var ours = reference[..reference.LastIndexOf('-')];

        (await host.DecideAsync(crm, ours, "ask-provider")).ShouldBeRefused(503, CrmErrorCode.Busy); // it does not answer
        host.Provider.Verdicts[reference] = "pending";
        (await host.DecideAsync(crm, ours, "ask-provider")).Json["case"]!["state"]!.GetValue<string>().ShouldBe("in_review");

        host.Provider.Verdicts[reference] = "approved";
        await host.PassAsync(crm, ours, TimeSpan.FromMinutes(15), static one => (string?)one["state"] == "approved");
    }

    private static async Task<(Page Page, JsonNode Context)> StartAsync(KycTrader trader, Browser browser)
    {
        var page = (await trader.OpenAsync(browser, more: "&kycType=hosted")).ShouldShow("kyc");
        page = (await browser.SubmitAsync(page, "kyc-submit")).ShouldShow("kyc-submitted");
        return (page, ContextOf(page));
    }

    private static JsonNode ContextOf(Page page)
    {
        var url = new Uri(page.Href("kyc-provider"));
        url.GetLeftPart(UriPartial.Path).ShouldBe("https://idcheck.example.test/start");
        var query = QueryHelpers.ParseQuery(url.Query);
        query.Keys.ShouldBe(["context", "contextId", "contextTimestamp", "contextSignature"], ignoreOrder: true); // no token
        return JsonNode.Parse(WebEncoders.Base64UrlDecode(query["context"].ToString()))!;
    }

    private async Task<Answer> NotifyAsync(
        TestCrm crm, object word, WebhookSecret? secret = null, TimeSpan shift = default, bool tamper = false, string provider = "idcheck")
    {
        var body = JsonSerializer.Serialize(word);
        var (id, at) = ($"msg_{Guid.NewGuid():N}", host.Time.GetUtcNow() + shift);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/kyc/notifications/{crm.Configuration.Name}/{provider}");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", (secret ?? host.Provider.Secret).Sign(id, at, Encoding.UTF8.GetBytes(body)));
        request.Content = new StringContent(tamper ? body.Replace("approved", "rejected", StringComparison.Ordinal) : body);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}

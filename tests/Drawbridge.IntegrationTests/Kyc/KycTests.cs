using Drawbridge.Broker.Funnel;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Kyc;

public sealed class SqliteKycTests(SqliteKycHost host) : KycTests(host), IClassFixture<SqliteKycHost>;

public sealed class PostgresKycTests(PostgresKycHost host) : KycTests(host), IClassFixture<PostgresKycHost>;

/// <summary>Verifications from the first step to the last, on each engine.</summary>
public abstract class KycTests(KycHost host)
{
    [Fact] // SCR-5, MOD-12, MOD-22, FLOW-KYC-1, FLOW-KYC-2, FLOW-KYC-3, WS-72, FLOW-INAPP-8
    public async Task A_trader_proves_who_it_is_and_may_trade()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        await trader.AddAccountAsync();
        var reference = await trader.SubmitAsync();
        var told = await host.ToldAsync(crm, "kyc.submitted");
        ((string?)told["reference"], (string?)told["level"], (long)told["userId"]!, (string?)told["by"]).ShouldBe((reference, "identity", trader.UserId, "trader"));
        told.ToJsonString().ShouldNotContain("Ann"); // that it happened, not what was answered

        var dossier = await host.AskAsync(crm, HttpMethod.Get, $"/{reference}");
        ((string?)dossier.Json["case"]!["state"]).ShouldBe("submitted");
        dossier.Json["steps"]!.AsArray().Single(static step => (string?)step!["step"] == "person")!["answers"]!.ToJsonString()
            .ShouldBe("""{"firstName":"Ann","lastName":"Example","birthDate":"1990-02-28"}""");
        dossier.Json["documents"]!.AsArray().Select(static file => ((string?)file!["step"], (string?)file["side"], (string?)file["name"], (string?)file["type"]))
            .ShouldBe([("document", "front", "front.jpg", "image/jpeg"), ("document", "back", "back.png", "image/png"), ("selfie", "selfie", "me.jpg", "image/jpeg")]);
        (await host.RightsAsync(trader.Accounts[0])).ShouldBe("NO_TRADING");

        (await host.DecideAsync(crm, reference, "begin-review", new { sender = "Bea" })).Json["case"]!["state"]!.GetValue<string>().ShouldBe("in_review");
        var approved = await host.DecideAsync(crm, reference, "approve", new { sender = "Bea" });
        ((int)approved.Status).ShouldBe(200, approved.Body);

        await host.ToldAsync(crm, "kyc.approved");
        await host.UntilAsync(async () => await host.RightsAsync(trader.Accounts[0]) == "FULL_ACCESS" && await host.RightsAsync(trader.Accounts[1]) == "FULL_ACCESS");
        using var browser = new Browser(host, keepsCookies: false);
        (await trader.OpenAsync(browser)).ShouldShow("kyc-approved").Element("kyc-until");
        (await host.AskAsync(crm, HttpMethod.Get, $"/{reference}")).Json["history"]!.AsArray()
            .Select(static row => ((string?)row!["what"], (string?)row["actor"], (string?)row["who"], (string?)row["state"]))
            .ShouldBe([("Submit", "trader", null, "submitted"), ("BeginReview", "staff", "Bea", "in_review"), ("Approve", "staff", "Bea", "approved")]);
    }

    [Fact] // FLOW-KYC-4, SCR-43, SCR-42
    public async Task Every_stage_has_an_address_and_an_event_of_its_own_with_cookies_and_without()
    {
        var crm = await host.NewKycAsync();
        using var browser = new Browser(host);
        await browser.GetAsync($"/inapp/kyc?{crm.Names()}"); // learns that cookies work
        var page = await (await host.NewTraderAsync(crm)).OpenAsync(browser, more: "&source=iOS");
        page.Element("kyc-next").Closest("form")!.GetAttribute("action")!.ShouldStartWith("/inapp/kyc/person?");
        page = await browser.SubmitAsync(page.ShouldShow("kyc"), "kyc-next");
        page.Url.PathAndQuery.ShouldContain("eventName=kyc_person");
        page = (await browser.SubmitAsync(page, "kyc-save", KycTrader.Person)).ShouldLeadTo("/inapp/kyc/experience?");
        page.LocationParameter("eventName").ShouldBe("kyc_experience");
        page = await browser.SubmitAsync((await browser.FollowAsync(page)).ShouldShow("kyc-form-experience"), "kyc-save", ("answer-years", "3"));
        page.ShouldLeadTo("/inapp/kyc/document?").LocationParameter("eventName").ShouldBe("kyc_document");
        page = await browser.SubmitAsync((await browser.FollowAsync(page)).ShouldShow("kyc-form-document"), "kyc-choose", ("document", "passport"));
        page = await browser.UploadAsync(page, "kyc-save", ("file-front", "pass.jpg", "image/jpeg", KycTrader.Jpeg()));
        page.ShouldLeadTo("/inapp/kyc/selfie?").LocationParameter("eventName").ShouldBeNull();
        page = await browser.UploadAsync(await browser.FollowAsync(page), "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", KycTrader.Jpeg()));
        page.ShouldLeadTo("/inapp/kyc/review?").LocationParameter("eventName").ShouldBe("kyc_review");
        page = await browser.SubmitAsync((await browser.FollowAsync(page)).ShouldShow("kyc-review"), "kyc-submit");
        page.ShouldLeadTo("/inapp/kyc/status?").LocationParameter("eventName").ShouldBe("kyc_sent");
        (await browser.FollowAsync(page)).ShouldShow("kyc-submitted");
        await host.Services.GetRequiredService<FunnelRecorder>().WriteAsync(CancellationToken.None);
        var counts = await host.Services.GetRequiredService<FunnelStore>().ListAsync(
            new(crm.Broker().Crm.Id), new(DateOnly.MinValue, DateOnly.MaxValue), byDay: false, CancellationToken.None);
        FunnelStage.Of(counts).Select(static stage => (stage.Step, stage.Visits)).ShouldBe(
            [("overview", 1L), ("person", 1L), ("experience", 1L), ("document", 1L), ("selfie", 1L), ("review", 1L), ("submitted", 1L)]);

        using var bare = new Browser(host, keepsCookies: false);
        page = await (await host.NewTraderAsync(crm)).OpenAsync(bare, more: "&source=Android");
        page = await bare.SubmitAsync(page, "kyc-next");
        page = (await bare.SubmitAsync(page, "kyc-save", KycTrader.Person)).ShouldShow("kyc"); // the list, whose button leads on
        page.Element("kyc-next").Closest("form")!.GetAttribute("action")!.ShouldContain("/inapp/kyc/experience?");
        page.Element("kyc-next").Closest("form")!.GetAttribute("action")!.ShouldContain("eventName=kyc_experience");
    }

    [Fact] // FLOW-INAPP-10
    public async Task What_is_entered_is_kept_right_or_wrong_and_nothing_is_decided_by_it()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var list = await trader.OpenAsync(browser);
        (await CountAsync(trader)).ShouldBe(0); // to look changes nothing

        var step = await browser.SubmitAsync(list, "kyc-next");
        var wrong = (await browser.SubmitAsync(step, "kyc-save", ("answer-firstName", "Ann"), ("answer-lastName", ""), ("answer-birthDate", "2020-01-01")))
            .ShouldShow("kyc-form-person", 422);
        wrong.Element("form-error").QuerySelectorAll("a").Select(static link => link.GetAttribute("href")).ShouldBe(["#answer-lastName", "#answer-birthDate"]);
        wrong.Text.ShouldContain("at least 18 years");
        wrong.Text.Length.ShouldBeLessThan(40_000);
        var card = await browser.SubmitAsync(step, "kyc-save", ("answer-firstName", "Ann 5425 2334 3010 9903"), ("answer-lastName", ""), ("answer-birthDate", "2020-01-01"));
        card.Text.ShouldNotContain("5425 2334"); // asked for by payment providers alone, and stored nowhere else
        await browser.SubmitAsync(step, "kyc-save", ("answer-firstName", "Ann"), ("answer-lastName", ""), ("answer-birthDate", "2020-01-01"));

        var later = await trader.OpenAsync(browser);
        later.Element("kyc-progress").TextContent.ShouldContain("0 of 4");
        later = await browser.SubmitAsync(later, "kyc-next");
        later.Document.QuerySelector("#answer-firstName")!.GetAttribute("value").ShouldBe("Ann");
        later.Document.QuerySelector("#answer-birthDate")!.GetAttribute("value").ShouldBe("2020-01-01");

        // Not ready: what is missing is not sent off.
        var overview = await trader.OpenAsync(browser);
        await browser.PostAsync(overview.Element("kyc-next").Closest("form")!.GetAttribute("action")!.Replace("/inapp/kyc/person", "/inapp/kyc/submit", StringComparison.Ordinal), new(StringComparer.Ordinal)
        {
            ["session"] = overview.Document.QuerySelector("[name=session]")!.GetAttribute("value")!, ["submissionKey"] = new string('a', 32),
        });
        (await trader.OpenAsync(browser)).ShouldShow("kyc");
        host.Webhooks.Count(crm.Configuration.Name).ShouldBe(0);
    }

    [Fact] // FLOW-INAPP-8
    public async Task A_form_sent_twice_submits_once_also_at_the_same_moment()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.SubmitAsync(await KycTrader.FillInAsync(browser, await trader.OpenAsync(browser)), "kyc-next");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(page, "kyc-submit")));

        answers.ShouldAllBe(static answer => answer.Find("kyc-submitted") != null);
        await host.ToldAsync(crm, "kyc.submitted");
        host.Webhooks.Count(crm.Configuration.Name).ShouldBe(0);
    }

    [Fact]
    public async Task Only_what_was_found_wanting_is_done_again()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        var reference = await trader.SubmitAsync();
        await host.ToldAsync(crm, "kyc.submitted");

        var rejected = await host.DecideAsync(crm, reference, "reject", new
        {
            sender = "Bea", reason = "Nearly there.", steps = new[] { new { step = "document", reason = "The back is blurred." } },
        });
        ((int)rejected.Status).ShouldBe(200, rejected.Body);
        var told = await host.ToldAsync(crm, "kyc.rejected");
        ((string?)told["reason"], (string?)told["steps"]![0]!["step"], (string?)told["steps"]![0]!["reason"]).ShouldBe(("Nearly there.", "document", "The back is blurred."));

        using var browser = new Browser(host, keepsCookies: false);
        var page = (await trader.OpenAsync(browser)).ShouldShow("kyc-rejected");
        page.Element("kyc-reason").TextContent.ShouldBe("Nearly there.");
        page.Element("kyc-why-document").TextContent.ShouldBe("The back is blurred.");
        page.Find("kyc-open-person").ShouldBeNull();
        var other = page.Element("kyc-next").Closest("form")!.GetAttribute("action")!.Replace("/document", "/person", StringComparison.Ordinal);
        (await browser.PostAsync(other, new(StringComparer.Ordinal)
        {
            ["session"] = page.Document.QuerySelector("[name=session]")!.GetAttribute("value")!, ["answer-firstName"] = "Eve", ["answer-lastName"] = "X", ["answer-birthDate"] = "1990-01-01",
        })).ShouldShow("kyc-rejected");

        page = (await browser.SubmitAsync(page, "kyc-next")).ShouldShow("kyc-form-document");
        page.Find("kyc-file-front").ShouldBeNull(); // has to be shown once more
        page = await browser.UploadAsync(page, "kyc-save", ("file-front", "f2.jpg", "image/jpeg", KycTrader.Jpeg()), ("file-back", "b2.jpg", "image/jpeg", KycTrader.Jpeg()));
        page = await browser.SubmitAsync(page, "kyc-next");
        (await browser.SubmitAsync(page.ShouldShow("kyc-review"), "kyc-submit")).ShouldShow("kyc-submitted");
        await host.ToldAsync(crm, "kyc.submitted");

        var dossier = await host.AskAsync(crm, HttpMethod.Get, $"/{reference}");
        dossier.Json["steps"]!.AsArray().Single(static step => (string?)step!["step"] == "person")!["answers"]!["firstName"]!.GetValue<string>().ShouldBe("Ann");
        dossier.Json["documents"]!.AsArray().Where(static file => (string?)file!["step"] == "document")
            .Select(static file => ((string?)file!["name"], (bool)file["replaced"]!, (bool)file["erased"]!))
            .ShouldBe([("front.jpg", true, false), ("back.png", true, false), ("f2.jpg", false, false), ("b2.jpg", false, false)]); // evidence stays
        ((int)(await host.DecideAsync(crm, reference, "approve")).Status).ShouldBe(200);
    }

    [Fact]
    public async Task What_nobody_has_looked_at_can_be_taken_back()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        var reference = await trader.SubmitAsync();
        using var browser = new Browser(host, keepsCookies: false);
        var status = await trader.OpenAsync(browser);

        (await browser.SubmitAsync(status, "kyc-withdraw")).ShouldShow("kyc").Element("kyc-progress").TextContent.ShouldContain("4 of 4");
        (await host.DecideAsync(crm, reference, "approve")).ShouldBeRefused(409, Drawbridge.Protocol.Crm.CrmErrorCode.InvalidRequest);

        await trader.ResubmitAsync(browser);
        await host.DecideAsync(crm, reference, "begin-review");
        (await trader.OpenAsync(browser)).ShouldShow("kyc-in_review").Find("kyc-withdraw").ShouldBeNull();
        (await browser.SubmitAsync(status, "kyc-withdraw")).ShouldShow("kyc-in_review"); // an old page cannot
    }

    [Fact] // MOD-33, WS-72
    public async Task An_approval_runs_out_and_is_renewed()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        var reference = await trader.SubmitAsync();
        await host.ToldAsync(crm, "kyc.submitted");
        await host.DecideAsync(crm, reference, "approve");
        await host.ToldAsync(crm, "kyc.approved");
        await host.UntilAsync(async () => await host.RightsAsync(trader.Accounts[0]) == "FULL_ACCESS");

        await host.PassAsync(crm, reference, TimeSpan.FromDays(2), static one => (string?)one["state"] == "expired");
        (await host.ToldAsync(crm, "kyc.expired"))["reference"]!.GetValue<string>().ShouldBe(reference);
        await host.UntilAsync(async () => await host.RightsAsync(trader.Accounts[0]) == "CLOSE_ONLY");

        using var browser = new Browser(host, keepsCookies: false);
        var page = (await trader.OpenAsync(browser)).ShouldShow("kyc-expired");
        page = (await browser.SubmitAsync(page, "kyc-again")).ShouldShow("kyc");
        page.Element("kyc-progress").TextContent.ShouldContain("0 of 4");
        var second = await trader.SubmitAsync();
        second.ShouldNotBe(reference);
        await host.ToldAsync(crm, "kyc.submitted");
        await host.DecideAsync(crm, second, "approve");
        await host.UntilAsync(async () => await host.RightsAsync(trader.Accounts[0]) == "FULL_ACCESS");
        (await host.AskAsync(crm, HttpMethod.Get, $"/{reference}")).Json["case"]!["state"]!.GetValue<string>().ShouldBe("expired"); // the record stays
    }

    [Fact] // WS-72
    public async Task An_approval_that_is_taken_back_takes_the_rights_with_it()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        var reference = await trader.SubmitAsync();
        await host.DecideAsync(crm, reference, "approve");
        await host.UntilAsync(async () => await host.RightsAsync(trader.Accounts[0]) == "FULL_ACCESS");

        await host.DecideAsync(crm, reference, "ask-again", new { steps = new[] { new { step = "selfie", reason = "That is somebody else." } } });

        await host.UntilAsync(async () => await host.RightsAsync(trader.Accounts[0]) == "NO_TRADING");
        using var browser = new Browser(host, keepsCookies: false);
        (await trader.OpenAsync(browser)).ShouldShow("kyc-rejected").Element("kyc-why-selfie");
    }

    [Fact] // FLOW-KYC-2, MOD-33
    public async Task Answers_and_files_are_erased_when_the_brokers_rule_says_so()
    {
        var crm = await host.NewKycAsync(change: static settings => settings with { Kyc = settings.Kyc with { Retention = new() { DraftDays = 5, RejectedDays = 10 } } });
        var trader = await host.NewTraderAsync(crm);
        var reference = await trader.SubmitAsync();
        var documentId = (long)(await host.AskAsync(crm, HttpMethod.Get, $"/{reference}")).Json["documents"]![0]!["id"]!;
        await host.DecideAsync(crm, reference, "reject", new { reason = "No." });
        host.Time.Advance(TimeSpan.FromDays(9));
        (await host.AskAsync(crm, HttpMethod.Get, $"/{reference}/documents/{documentId}")).Status.ShouldBe(System.Net.HttpStatusCode.OK);

        await host.PassAsync(crm, reference, TimeSpan.FromDays(2), static one => one["erasedAt"] is not null);

        var dossier = await host.AskAsync(crm, HttpMethod.Get, $"/{reference}");
        dossier.Json["documents"]!.AsArray().ShouldAllBe(static file => (bool)file!["erased"]!);
        dossier.Json["steps"]!.AsArray().ShouldAllBe(static step => step!["answers"]!.AsObject().Count == 0);
        var last = dossier.Json["history"]!.AsArray()[^1]!;
        ((string?)last["what"], (string?)last["actor"], (string?)last["detail"]).ShouldBe(("Erased", "system", "3 files"));
        (await host.AskAsync(crm, HttpMethod.Get, $"/{reference}/documents/{documentId}")).ShouldBeRefused(404, Drawbridge.Protocol.Crm.CrmErrorCode.NotFound);

        using var browser = new Browser(host, keepsCookies: false);
        (await trader.OpenAsync(browser)).ShouldShow("kyc"); // from the beginning
        (await trader.SubmitAsync()).ShouldNotBe(reference);
    }

    private Task<long> CountAsync(KycTrader trader) => host.Database.ReadAsync(
        session => session.GetAsync<long>("select count(*) from kyc_cases where user_id in (select id from users where ctrader_user_id = @UserId)", new { trader.UserId }),
        CancellationToken.None);
}

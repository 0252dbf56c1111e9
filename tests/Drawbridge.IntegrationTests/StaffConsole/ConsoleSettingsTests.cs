using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>Languages, agreements and payment methods in the console: every fault at once, versioned as all settings are.</summary>
public sealed class ConsoleSettingsTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // FLOW-CREATE-8, MOD-18, MOD-41
    public async Task Agreements_are_added_changed_and_taken_away()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var name = desk.Crm.Configuration.Brokers[0].Name;
        using var browser = await desk.SignInAsync(StaffRoles.Administrator);
        var url = (await browser.GetAsync($"/console/brokers/{name}")).Href("edit-agreements");
        var form = (await browser.GetAsync(url)).ShouldShow("agreement-form");

        var wrong = (await browser.SubmitAsync(
            form, "review", ("agreements.0.id", "Terms of use"), ("agreements.0.title", "Terms"), ("agreements.0.versions", "2026-03\n2026-04 https://example.com/b.pdf from=spring"))).ShouldShow("agreement-form", 422);
        wrong.Element("agreements.0.id-error").TextContent.ShouldContain("1 to 32 of a-z");
        wrong.Element("agreements.0.title-error").TextContent.ShouldContain("one language a line");
        wrong.Element("agreements.0.versions-error").TextContent.ShouldContain("its name and its address");
        wrong.Element("agreements.0.id").GetAttribute("value").ShouldBe("Terms of use");

        var more = (await browser.SubmitAsync(form, "more", ("do", "more"), ("agreements.0.id", "terms"))).ShouldShow("agreement-form");
        more.Document.QuerySelectorAll("[data-testid=group]").Length.ShouldBe(2);
        wrong = (await browser.SubmitAsync(
            more, "review", ("agreements.0.title", "en = Terms"), ("agreements.0.versions", "1 http://example.com/a.pdf\n2 https://example.com/a.pdf from=2026-03-01 xx=https://example.com/x.pdf"),
            ("agreements.1.id", "risk"), ("agreements.1.versions", "1 https://example.com/r.pdf"))).ShouldShow("agreement-form", 422);
        wrong.Element("agreements.0.versions-error").TextContent.ShouldContain("https addresses");
        wrong.Element("agreements.1.title-error").TextContent.ShouldContain("needs a text in en");

        var review = (await browser.SubmitAsync(
            wrong, "review", ("agreements.0.versions", "1 https://example.com/a.pdf\nMarch 2026 https://example.com/b.pdf from=2026-03-01T08:00:00+01:00 de=https://example.com/b-de.pdf"),
            ("agreements.1.title", "en = Risk = loss\nde = Risiko"), ("agreements.1.askAgain", null))).ShouldShow("review");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo($"/console/brokers/{name}?done=broker-saved");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo($"/console/brokers/{name}?done=repeated");
        var (terms, risk) = (desk.Crm.Broker().Settings.Agreements[0], desk.Crm.Broker().Settings.Agreements[1]);
        (terms.Id, terms.Versions[1].Version, terms.Versions[1].ValidFrom, terms.Versions[1].Urls["de"].AbsoluteUri, terms.AskAgain)
            .ShouldBe(("terms", "March 2026", new DateTimeOffset(2026, 3, 1, 7, 0, 0, TimeSpan.Zero), "https://example.com/b-de.pdf", true));
        (risk.Title["en"], risk.Title["de"], risk.AskAgain).ShouldBe(("Risk = loss", "Risiko", false));

        form = await browser.GetAsync(url);
        (await browser.SubmitAsync(form, "review")).ShouldShow("review").Text.ShouldContain("Nothing would change");
        review = (await browser.SubmitAsync(form, "review", ("agreements.0.remove", "on"))).ShouldShow("review");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo($"/console/brokers/{name}?done=broker-saved");
        desk.Crm.Broker().Settings.Agreements.ShouldHaveSingleItem().Id.ShouldBe("risk");
        (await desk.ListAuditAsync()).Count(static entry => entry.Act == "broker.change" && entry.Detail == "agreements").ShouldBe(2);
    }

    [Fact] // MOD-18, MOD-41, SCR-45
    public async Task Payment_methods_are_added_put_in_order_and_taken_away()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var name = desk.Crm.Configuration.Brokers[0].Name;
        using var browser = await desk.SignInAsync(StaffRoles.Administrator);
        var url = (await browser.GetAsync($"/console/brokers/{name}")).Href("edit-methods");
        var form = (await browser.GetAsync(url)).ShouldShow("method-form");

        var wrong = (await browser.SubmitAsync(
            form, "review", ("methods.0.id", "my card"), ("methods.0.label", "de = Karte"), ("methods.0.provider", "sandbox"), ("methods.0.minimum", "50"), ("methods.0.maximum", "40"),
            ("methods.0.dailyDeposits", "much"), ("methods.0.withdrawalFee.percent", "100"), ("approveAbove", "-1"))).ShouldShow("method-form", 422);
        foreach (var (field, text) in new[]
        {
            ("methods.0.id", "1 to 64 letters"), ("methods.0.label", "lacks the text"), ("methods.0.minimum", "at most Maximum"), ("methods.0.dailyDeposits", "Enter a number"),
            ("methods.0.withdrawalFee.percent", "Percent 0 to below 100"), ("methods.0.presets", "between Minimum and Maximum"), ("approveAbove", "must not be below zero"),
        })
        {
            wrong.Element($"{field}-error").TextContent.ShouldContain(text);
        }

        var more = (await browser.SubmitAsync(
            form, "more", ("do", "more"), ("methods.0.id", "card"), ("methods.0.label", "en = Card"), ("methods.0.provider", "sandbox"), ("methods.0.withdrawals", null), ("methods.0.currencies", "eur, USD"),
            ("methods.0.depositFee.percent", "1.5"), ("methods.0.depositFee.byBroker", "on"))).ShouldShow("method-form");
        var review = (await browser.SubmitAsync(
            more, "review", ("methods.1.id", "bank"), ("methods.1.label", "en = Bank = transfer\nde = Überweisung"), ("methods.1.provider", "nobodys"), ("methods.1.place", "1"), ("methods.0.place", "2"),
            ("approveAbove", "5000"))).ShouldShow("review");
        review.Element("warning").TextContent.ShouldContain("no payment provider 'nobodys'");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo($"/console/brokers/{name}?done=broker-saved");
        var cashier = desk.Crm.Broker().Settings.Cashier;
        cashier.Methods.Select(static method => method.Id).ShouldBe(["bank", "card"]);
        var card = cashier.Methods[1];
        (card.Withdrawals, string.Join(' ', card.Currencies), card.DepositFee!.Percent, card.DepositFee.PaidBy, cashier.ApproveWithdrawalsAbove).ShouldBe((false, "EUR USD", 1.5m, FeeBearer.Broker, 5000m));
        (card.Minimum, card.Maximum, string.Join(' ', card.Presets)).ShouldBe((10m, 10_000m, "100 250 500 1000"));

        form = await browser.GetAsync(url);
        (await browser.SubmitAsync(form, "review")).ShouldShow("review").Text.ShouldContain("Nothing would change");
        review = (await browser.SubmitAsync(form, "review", ("methods.0.remove", "on"), ("methods.1.minimum", "25.50"))).ShouldShow("review");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo($"/console/brokers/{name}?done=broker-saved");
        desk.Crm.Broker().Settings.Cashier.Methods.ShouldHaveSingleItem().Minimum.ShouldBe(25.5m);
    }

    [Fact] // What differs by currency has no fields.
    public async Task What_no_field_has_stays()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var configuration = desk.Crm.Configuration.Brokers[0];
        await host.ApplyAsync(desk.Crm.Configuration with
        {
            Brokers =
            [
                configuration with
                {
                    Settings = configuration.Settings with
                    {
                        Cashier = new()
                        {
                            Methods =
                            [
                                new() { Id = "card", Label = new Dictionary<string, string> { ["en"] = "Card" }, Provider = "sandbox", ByCurrency = new Dictionary<string, Drawbridge.Broker.Cashier.CurrencyTerms> { ["JPY"] = new() { Minimum = 1000, Maximum = 1_000_000, Presets = [5000] } } },
                            ],
                        },
                    },
                },
            ],
        });
        using var browser = await desk.SignInAsync(StaffRoles.Administrator);
        var form = (await browser.GetAsync($"/console/brokers/{configuration.Name}/methods")).ShouldShow("method-form");
        form.Text.ShouldContain("What differs for accounts in JPY stays as it is");

        var review = (await browser.SubmitAsync(form, "review", ("methods.0.id", "cards"), ("methods.0.maximum", "20000"))).ShouldShow("review");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo($"/console/brokers/{configuration.Name}?done=broker-saved");
        var method = desk.Crm.Broker().Settings.Cashier.Methods.ShouldHaveSingleItem();
        (method.Id, method.Maximum, method.ByCurrency["JPY"].Maximum).ShouldBe(("cards", 20_000m, 1_000_000m));
    }

    [Fact] // SCR-45, MOD-41, BID-44
    public async Task Languages_are_those_of_all_brokers_and_held_against_each()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var second = desk.Crm.Configuration.Brokers[1];
        await host.ApplyAsync(desk.Crm.Configuration with
        {
            Brokers =
            [
                desk.Crm.Configuration.Brokers[0],
                second with
                {
                    Settings = second.Settings with
                    {
                        Agreements =
                        [
                            new() { Id = "terms", Versions = [new("1", new("https://example.com/a.pdf")) { Urls = new Dictionary<string, Uri> { ["de"] = new("https://example.com/de.pdf") } }] },
                        ],
                    },
                },
            ],
        });
        using var limited = await desk.SignInAsync(StaffRoles.Administrator, 0);
        ((int)(await limited.GetAsync("/console/crm/languages")).Status).ShouldBe(404);
        (await limited.GetAsync("/console/brokers")).Find("languages").ShouldBeNull();
        using var browser = await desk.SignInAsync(StaffRoles.Administrator);
        var form = (await browser.GetAsync((await browser.GetAsync("/console/brokers")).Href("languages"))).ShouldShow("language-form");

        var wrong = (await browser.SubmitAsync(form, "review", ("language-de", null), ("defaultLanguage", "de"))).ShouldShow("language-form", 422);
        wrong.Element("defaultLanguage-error").TextContent.ShouldContain("must be one of Languages");
        wrong.Element("form-error").TextContent.ShouldContain($"{second.Name}, Settings:Agreements:terms:Versions:Urls: 'de' is not among");
        var review = (await browser.SubmitAsync(form, "review", ("language-vi", null), ("language-ja", null), ("defaultLanguage", "en"))).ShouldShow("review");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo("/console/brokers?done=crm-saved");
        (await browser.SubmitAsync(review, "save")).ShouldLeadTo("/console/brokers?done=repeated");
        desk.Crm.Broker().Crm.Settings.Languages.ShouldBe(["en", "de", "es", "ar", "fr", "it", "pt", "pl", "cs", "tr", "ru", "zh"]);
        (await desk.ListAuditAsync()).ShouldContain(static entry => entry.Act == "crm.change");

        var history = await browser.GetAsync("/console/configuration");
        var before = history.Document.QuerySelectorAll("[data-testid=version-row] a")[^1].GetAttribute("href")!;
        var back = (await browser.SubmitAsync(await browser.GetAsync(before), "restore")).ShouldShow("review");
        (await browser.SubmitAsync(back, "save")).ShouldLeadTo("/console/configuration?done=restored");
        (await browser.SubmitAsync(back, "save")).ShouldLeadTo("/console/configuration?done=repeated");
        desk.Crm.Broker().Crm.Settings.Languages.Count.ShouldBe(14);
    }
}

using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Desk;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.Tests.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Kyc;

/// <summary>The verification of the broker of the seed, in the app and without it.</summary>
public sealed class KycTests(Machine machine)
{
    private static readonly FilePayload Photo = new() { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = SampleFiles.Jpeg() };

    // SCR-5, SCR-69, SCR-76, FLOW-KYC-1, FLOW-KYC-3, FLOW-INAPP-7..9, MOD-22
    [Theory]
    [InlineData(1440, 900, "en", "light", true)]
    [InlineData(390, 844, "ar", "dark", false)]
    public async Task A_trader_is_asked_again_and_then_verified_without_leaving_the_app(int width, int height, string lang, string theme, bool cookiesWork)
    {
        var person = await machine.Up.NewTraderAsync();
        void Look(BrowserNewContextOptions options) => options.ViewportSize = new() { Width = width, Height = height };
        await using var visit = await (cookiesWork ? machine.VisitAsync(Look) : machine.VisitWithoutCookiesAsync(Look));
        var app = visit.App;
        await app.EnterAsync(person, $"lang={lang}&theme={theme}");
        await app["action-kyc"].ClickAsync();
        var screens = app.Screens;
        await Expect(screens["kyc"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("kyc-app");
        await FillInAsync(visit, screens);
        await screens["kyc-submit"].ClickAsync();
        await Expect(screens["kyc-submitted"]).ToBeVisibleAsync();
        var reference = await screens["kyc-reference"].InnerTextAsync();
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();

        await DecideAsync(reference, KycEvent.Reject, ("document", "The back of the card is blurred. Please take it again in better light."));
        await screens["kyc-refresh"].ClickAsync();
        await Expect(screens["kyc-why-document"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("kyc-app-rejected");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await screens["kyc-next"].ClickAsync();
        await screens["file-front"].SetInputFilesAsync(Photo);
        await screens["file-back"].SetInputFilesAsync(Photo);
        await screens["kyc-save"].ClickAsync();
        await ToReviewAsync(screens);
        await screens["kyc-submit"].ClickAsync();
        await Expect(screens["kyc-submitted"]).ToBeVisibleAsync();

        await DecideAsync(reference, KycEvent.Approve);
        await screens["kyc-refresh"].ClickAsync();
        await Expect(screens["kyc-approved"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("kyc-app-approved");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await screens["kyc-finish"].ClickAsync();
        await Expect(app["sheet"]).ToHaveCountAsync(0);
        var asked = visit.Requests.Where(static url => url.Contains("/inapp/kyc", StringComparison.Ordinal)).ToList();
        asked.Count(static url => url.Contains("token=", StringComparison.Ordinal)).ShouldBe(1);
        asked.ShouldNotContain(static url => url.Contains("session", StringComparison.Ordinal));
    }

    // SCR-22, SCR-24, SCR-43, SCR-68, SCR-73, FLOW-KYC-4
    [Theory]
    [InlineData(390, 844, "ar", "dark")]
    [InlineData(1440, 900, "en", "light")]
    public async Task It_works_without_scripts_at_any_size_and_says_what_is_wrong(int width, int height, string lang, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options =>
        {
            options.ViewportSize = new() { Width = width, Height = height };
            options.JavaScriptEnabled = false;
        });
        var screens = visit.Screens;
        await screens.OpenAsync("/inapp/kyc", $"lang={lang}&theme={theme}&token={await machine.Up.NewInAppTokenAsync(person)}");
        await Expect(screens["kyc"]).ToBeVisibleAsync();
        await PictureAsync(visit, "kyc", lang, theme);

        await screens["kyc-next"].ClickAsync();
        await screens["answer-firstName"].FillAsync("");
        await screens["answer-birthDate"].FillAsync("2020-02-28");
        await screens["kyc-save"].ClickAsync();
        await Expect(screens["form-error"]).ToBeVisibleAsync();
        await PictureAsync(visit, "kyc-person-wrong", lang, theme);
        await screens["kyc-all"].ClickAsync();
        await FillInAsync(visit, screens, async () =>
        {
            await screens["file-front"].SetInputFilesAsync(new FilePayload { Name = "card.jpg", MimeType = "image/jpeg", Buffer = SampleFiles.Jpeg(tail: SampleFiles.Zip()) });
            await screens["file-back"].SetInputFilesAsync(Photo);
            await screens["kyc-save"].ClickAsync();
            await Expect(screens["file-front-error"]).ToBeVisibleAsync();
            await Expect(screens["kyc-file-back"]).ToBeVisibleAsync(); // what was right is kept
            await PictureAsync(visit, "kyc-document-wrong", lang, theme);
        });
        await PictureAsync(visit, "kyc-review", lang, theme);
        await screens["kyc-submit"].ClickAsync();
        await Expect(screens["kyc-submitted"]).ToBeVisibleAsync();
        visit.Page.Url.ShouldContain("/inapp/kyc/status?");
        await PictureAsync(visit, "kyc-submitted", lang, theme);

        var reference = await screens["kyc-reference"].InnerTextAsync();
        await DecideAsync(reference, KycEvent.Reject, ("document", "The back of the card is blurred."), ("selfie", "Please take off your sunglasses."));
        await screens["kyc-refresh"].ClickAsync();
        await Expect(screens["kyc-rejected"]).ToBeVisibleAsync();
        await PictureAsync(visit, "kyc-rejected", lang, theme);
    }

    private static async Task FillInAsync(Visit visit, BrokerScreens screens, Func<Task>? before = null)
    {
        var scripts = before is null;
        await screens["kyc-open-person"].ClickAsync();
        foreach (var (field, value) in new[]
        {
            ("firstName", "Ann"), ("lastName", "Example"), ("birthDate", "1990-02-28"), ("citizenship", "Ireland"), ("street", "Long Street 12"), ("postalCode", "D01"),
            ("city", "Dublin"), ("country", "Ireland"),
        })
        {
            await screens[$"answer-{field}"].FillAsync(value);
        }

        await NextAsync(visit, screens, scripts, "kyc-person", "kyc-form-experience");
        await screens["answer-years-some"].CheckAsync(new() { Force = true });
        await screens["answer-source"].FillAsync("Salary");
        await screens["answer-own"].CheckAsync();
        await NextAsync(visit, screens, scripts, "kyc-experience", "kyc-form-document");
        await screens["document-card"].CheckAsync(new() { Force = true });
        await screens["kyc-choose"].ClickAsync();
        await Expect(screens["file-front"]).ToBeVisibleAsync();
        await (before ?? (() => Task.CompletedTask))();
        await screens["file-front"].SetInputFilesAsync(Photo);
        if (before is null)
        {
            await screens["file-back"].SetInputFilesAsync(Photo);
        }

        await NextAsync(visit, screens, scripts, "kyc-document", "kyc-form-selfie");
        await screens["file-selfie"].SetInputFilesAsync(Photo);
        await screens["kyc-save"].ClickAsync();
        await ToReviewAsync(screens);
    }

    /// <summary>Saves; in a web view without cookies the list of steps comes between.</summary>
    private static async Task NextAsync(Visit visit, BrokerScreens screens, bool scripts, string name, string next)
    {
        if (scripts)
        {
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(name);
        }

        await screens["kyc-save"].ClickAsync();
        await Expect(screens[next].Or(screens["kyc-next"])).ToBeVisibleAsync();
        if (await screens["kyc-next"].CountAsync() > 0)
        {
            await screens["kyc-next"].ClickAsync();
            await Expect(screens[next]).ToBeVisibleAsync();
        }
    }

    private static async Task ToReviewAsync(BrokerScreens screens)
    {
        await Expect(screens["kyc-review"].Or(screens["kyc-next"])).ToBeVisibleAsync();
        if (await screens["kyc-next"].CountAsync() > 0)
        {
            await screens["kyc-next"].ClickAsync();
        }

        await Expect(screens["kyc-review"]).ToBeVisibleAsync();
    }

    /// <summary>A picture of a page without scripts, which cannot be asked how it looks.</summary>
    private static async Task PictureAsync(Visit visit, string name, string lang, string theme)
    {
        var size = visit.Page.ViewportSize!;
        (await visit.Page.Locator("html").GetAttributeAsync("dir")).ShouldBe(lang == "ar" ? "rtl" : "ltr");
        (await visit.Page.Locator("html").EvaluateAsync<int>("html => html.scrollWidth")).ShouldBeLessThanOrEqualTo(size.Width, name);
        if (Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_PICTURES") is { Length: > 0 } folder)
        {
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{theme}-{lang}-{size.Width}.png"), FullPage = true });
        }
    }

    private async Task DecideAsync(string reference, KycEvent what, params (string Step, string Reason)[] steps)
    {
        var crm = machine.Up.BrokerOf(DemoNames.TradingTech).Crm;
        (await machine.Up.Broker.GetRequiredService<KycDesk>().DecideAsync(
            new(crm.Id), reference,
            new(what, "Bea", ChatText.NewKey()) { StepReasons = steps.ToDictionary(static step => step.Step, static step => step.Reason, StringComparer.Ordinal) },
            TestContext.Current.CancellationToken)).ShouldBeOfType<KycOutcome.Changed>();
    }
}

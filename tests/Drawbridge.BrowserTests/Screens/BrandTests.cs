using System.Text;
using System.Text.Json;
using Drawbridge.Broker.Branding;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Brokers;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Screens;

/// <summary>A broker with a logo, a colour for each theme, a warning and documents of its own.</summary>
[Collection(SeededBrokers.Name)]
public sealed class BrandTests(Machine machine)
{
    private const string Names = $"brokerName={DemoNames.FinancialHouse}&brokerCrmName={DemoNames.FinancialHouseCrm}";

    // SCR-64, SCR-73
    [Theory]
    [InlineData("light", "de", 390, 844)]
    [InlineData("dark", "ar", 390, 844)]
    [InlineData("light", "ja", 1280, 800)]
    [InlineData("dark", "en", 1280, 800)]
    public async Task A_brand_of_its_own_is_seen_and_can_be_read(string theme, string lang, int width, int height)
    {
        await GiveBrandAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        foreach (var (query, testId) in new[] { ("&firstLogin=true", "signup"), ("", "login") })
        {
            await visit.Page.GotoAsync($"{machine.Up.BrokerUrl}/auth/login?{Names}&lang={lang}&theme={theme}{query}");

            await Expect(visit.Screens[testId]).ToBeVisibleAsync();
            (await visit.Screens["logo"].EvaluateAsync<int>("image => image.naturalWidth")).ShouldBeGreaterThan(0); // it was let in and drawn
            await Expect(visit.Screens[testId == "signup" ? "risk" : "legal-risk"]).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("footer nav a")).ToHaveCountAsync(3);
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);
            await visit.KeepPictureAsync($"brand-{testId}");
        }

        await visit.Page.GotoAsync($"{machine.Up.BrokerUrl}/auth/login?{Names}&firstLogin=true&lang={lang}");
        await Expect(visit.Screens["legal-risk"]).ToBeHiddenAsync(); // it stands beside the button already
    }

    private async Task GiveBrandAsync()
    {
        var services = machine.Up.Broker;
        var directory = services.GetRequiredService<BrokerDirectory>();
        var broker = directory.Current.FindBroker(DemoNames.FinancialHouse).ShouldNotBeNull();
        var settings = broker.Settings with
        {
            Brand = new()
            {
                AccentColorDark = "#fda4af",
                RiskWarning = new Dictionary<string, string>
                {
                    ["en"] = "CFDs are complex instruments and come with a high risk of losing money rapidly due to leverage. 74 % of retail investor accounts lose money when trading CFDs with this provider.",
                    ["de"] = "CFDs sind komplexe Instrumente und gehen wegen der Hebelwirkung mit dem hohen Risiko einher, schnell Geld zu verlieren. 74 % der Kleinanlegerkonten verlieren Geld beim CFD-Handel mit diesem Anbieter.",
                    ["ar"] = "عقود الفروقات أدوات معقدة تنطوي على مخاطر عالية لخسارة الأموال بسرعة بسبب الرافعة المالية.",
                },
                Documents =
                [
                    new() { Kind = LegalDocumentKind.Terms, Url = Everywhere("terms") },
                    new() { Kind = LegalDocumentKind.Privacy, Url = Everywhere("privacy") },
                    new() { Kind = LegalDocumentKind.RiskDisclosure, Url = Everywhere("risk") },
                ],
            },
        };
        await services.GetRequiredService<Database>().WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "update brokers set settings = @settings where id = @Id", new { settings = JsonSerializer.Serialize(settings, BrokerJson.Default.BrokerSettings), broker.Id });
                await PutAsync(session, broker, BrandImageKind.Logo, "#9f1239", "#1f2937");
                await PutAsync(session, broker, BrandImageKind.LogoDark, "#fda4af", "#f9fafb");
            },
            TestContext.Current.CancellationToken);
        await directory.ReloadAsync(TestContext.Current.CancellationToken);
    }

    private static async Task PutAsync(DbSession session, BrokerEntity broker, string kind, string mark, string text)
    {
        var file = Encoding.UTF8.GetBytes(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 260 44\" width=\"260\" height=\"44\">"
            + $"<path fill=\"{mark}\" d=\"M4 40V18L22 4l18 14v22h-8V22l-10-8-10 8v18z\"/><text x=\"54\" y=\"30\" font-family=\"sans-serif\" font-size=\"24\" font-weight=\"700\" fill=\"{text}\">Financial House</text></svg>");
        var (extension, fault) = BrandImageInspection.Inspect(file);
        fault.ShouldBeNull();
        await BrandImageStore.PutAsync(session, broker.Id, kind, BrandImageEndpoints.NameOf(file, extension!), file, DateTimeOffset.UnixEpoch);
    }

    private static Dictionary<string, Uri> Everywhere(string path) => new() { ["en"] = new($"https://example.com/{path}") };
}

using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.Platform.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

public sealed class InviteTests(Machine machine, InAppMachine inApp)
{
    /// <summary>The picture as the browser shows it, a pixel a module; '1' is dark.</summary>
    private const string Modules =
        """
        async image => {
          await image.decode();
          const canvas = document.createElement('canvas');
          const size = canvas.width = canvas.height = image.naturalWidth;
          const pen = canvas.getContext('2d');
          pen.drawImage(image, 0, 0);
          const { data } = pen.getImageData(0, 0, size, size);
          return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => (data[4 * (y * size + x)] < 128 ? '1' : '0')).join(''));
        }
        """;

    // INV-40, INV-41, FLOW-ATTR1-6, FLOW-ATTR1-7
    [Fact]
    public async Task The_link_of_a_trader_brings_another_who_appears_in_the_list()
    {
        var partner = await inApp.Up.NewTraderAsync();
        await using var visit = await inApp.VisitAsync(machine, options => options.Permissions = ["clipboard-read", "clipboard-write"]);
        var app = visit.App;
        await app.EnterAsync(partner);
        await app["tab-invite"].ClickAsync();
        await Expect(app["invite-none"]).ToBeVisibleAsync();

        var link = await app["invite-link"].InputValueAsync();
        var user = await PlatformUserAsync(partner);
        link.ShouldBe($"{inApp.Up.PlatformUrl}/app/?brokerName={DemoNames.TradingTech}&brokerCrmName={DemoNames.TradingTechCrm}&u={user.Nickname}");
        await app["invite-copy"].ClickAsync();
        await Expect(app["invite-copy"]).ToHaveTextAsync("Copied");
        (await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldBe(link);
        QrReader.Read(await app["invite-code"].EvaluateAsync<string[]>(Modules)).ShouldBe(link);
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("app-invite");

        var friend = Person.New();
        await using var other = await inApp.VisitAsync(machine);
        await other.Page.GotoAsync($"{link}&lang=en&theme=light");
        await Expect(other.App.Screens["signup"]).ToBeVisibleAsync();
        await other.App.Screens.SignUpAsync(friend);
        await other.App.ExpectAsync(SimulatedApp.Trading);

        var invited = await PlatformUserAsync(friend);
        await Expect(app["invited"]).ToHaveAttributeAsync("data-user", $"{invited.UserId}");
        await Expect(app["invited"]).ToContainTextAsync(invited.Nickname);
        await other.App["tab-invite"].ClickAsync();
        await Expect(other.App["invited-by"]).ToContainTextAsync(user.Nickname);
    }

    [Fact]
    public async Task Without_an_answer_the_page_says_so_and_tries_again()
    {
        await using var visit = await inApp.VisitAsync(machine);
        await visit.App.EnterAsync(inApp.Up.Demo);
        await visit.Page.RouteAsync("**/invite", route => route.FulfillAsync(new() { Status = 503, Body = "" }));

        await visit.App["tab-invite"].ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Something went wrong" })).ToBeVisibleAsync();
        await visit.Page.UnrouteAllAsync();
        await visit.Page.EvaluateAsync("document.querySelector('[data-testid=retry]')?.click()"); // at once: it moves while the page is put together

        await Expect(visit.App["invite-link"]).ToBeVisibleAsync();
    }

    private async Task<UserRow> PlatformUserAsync(Person person)
    {
        var user = await inApp.Up.FindUserAsync(person);
        return (await inApp.Up.Platform.GetRequiredService<UserStore>().FindAsync(user.CtraderUserId!.Value, TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }
}

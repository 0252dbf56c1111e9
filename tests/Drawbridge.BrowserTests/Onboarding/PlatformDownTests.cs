using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Onboarding;

public sealed class PlatformDownTests(Machine machine)
{
    private const float PatienceWithTheBackground = 60_000;

    // FLOW-CREATE-22
    [Fact]
    public async Task A_sign_up_waits_for_the_platform_and_goes_on_by_itself()
    {
        await using var up = await RunningUp.StartAsync();
        await using var visit = await machine.VisitAsync(up: up);
        var (screens, person) = (visit.Screens, Person.New());
        var before = await up.CountAsync(person);
        await screens.OpenAsync("/auth/login", "firstLogin=true");
        await screens.FillSignUpAsync(person);
        await up.StopPlatformAsync();

        await screens["submit"].ClickAsync();
        await Expect(screens["status-waiting"]).ToBeVisibleAsync(new() { Timeout = PatienceWithTheBackground });
        await visit.KeepPictureAsync("status");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await up.StartPlatformAsync();
        await Expect(screens["account-create"]).ToBeVisibleAsync(new() { Timeout = PatienceWithTheBackground });
        await up.StopPlatformAsync();
        await screens["account-submit"].ClickAsync();
        await Expect(screens["status-waiting"]).ToBeVisibleAsync(new() { Timeout = PatienceWithTheBackground });
        await up.StartPlatformAsync();

        await visit.Page.WaitForURLAsync($"{up.PlatformUrl}/app/**", new() { Timeout = PatienceWithTheBackground });
        await visit.App.ExpectAsync(SimulatedApp.Trading);
        (await up.CountAsync(person)).ShouldBe(new PlatformCounts(Users: 1, before.Traders + 1, Links: 1));
    }
}

using Drawbridge.BrowserTests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Screens;

public sealed class LoadingTests(Machine machine)
{
    private const int LargestFirstScreen = 40_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // SCR-67
    [Theory]
    [InlineData("/auth/login")]
    [InlineData("/auth/login?firstLogin=true")]
    [InlineData("/client")]
    public async Task A_first_screen_with_all_it_needs_is_below_40_kB(string address)
    {
        await using var visit = await machine.VisitAsync();
        await using var devTools = await visit.Context.NewCDPSessionAsync(visit.Page);
        var transferred = 0d;
        await devTools.SendAsync("Network.enable");
        devTools.Event("Network.loadingFinished").OnEvent += (_, finished) => transferred += finished!.Value.GetProperty("encodedDataLength").GetDouble();

        var parts = address.Split('?');
        await visit.Screens.OpenAsync(parts[0], parts.ElementAtOrDefault(1) ?? "");
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        transferred.ShouldBeInRange(1_000, LargestFirstScreen);
    }

    // SCR-67, CONF-0-5
    [Theory]
    [InlineData("/auth/login", "login")]
    [InlineData("/auth/login?firstLogin=true", "signup")]
    [InlineData("/auth/reset", "reset")]
    [InlineData("/client", "login")]
    [InlineData("/sso/callback", "success")]
    public async Task A_screen_is_there_within_three_seconds(string address, string screen)
    {
        await using var visit = await machine.VisitAsync();
        var parts = address.Split('?');
        await visit.Screens.OpenAsync(parts[0], parts.ElementAtOrDefault(1) ?? "");
        await Expect(visit.Screens[screen]).ToBeVisibleAsync();

        var loaded = await visit.Page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd");

        TimeSpan.FromMilliseconds(loaded).ShouldBeInRange(TimeSpan.FromMilliseconds(1), Longest);
    }
}

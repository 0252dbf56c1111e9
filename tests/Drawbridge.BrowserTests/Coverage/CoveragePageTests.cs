using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Coverage;

/// <summary>The instrument's pages of text.</summary>
public sealed class CoveragePageTests(Machine machine)
{
    private const string Overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 1440, 900)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 320, 568)]
    public async Task Nobody_is_kept_out_and_nothing_sticks_out(ColorScheme scheme, int width, int height)
    {
        await using var visit = await machine.VisitAsync(options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new() { Width = width, Height = height };
        });
        foreach (var (path, shown) in new[] { ("coverage?file=invite", "requirements"), ("coverage?search=nothing-has-this", "count"), ("does-not-do", "does-not-do") })
        {
            await visit.Page.GotoAsync($"{machine.Up.PlatformUrl}/instrument/{path}");

            await Expect(visit.Page.GetByTestId(shown)).ToBeVisibleAsync();
            await visit.KeepPictureAsync($"instrument-{path.Replace('?', '-').Replace('=', '-')}-{scheme}".ToLowerInvariant());
            (await visit.Page.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0, path);
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task Requirements_are_found_without_scripts()
    {
        await using var visit = await machine.VisitAsync(static options => options.JavaScriptEnabled = false);
        var page = visit.Page;
        await page.GotoAsync($"{machine.Up.PlatformUrl}/instrument/coverage");

        await page.GetByTestId("search").FillAsync("guaranteed period");
        await page.GetByTestId("find").ClickAsync();

        await Expect(page.GetByTestId("count")).ToHaveTextAsync("1 requirement");
        await Expect(page.Locator("tr[id=INV-42]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Does not do" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("What it does not do");
    }

    [Fact]
    public async Task The_theme_of_the_app_is_kept()
    {
        await using var visit = await machine.VisitAsync(static options => options.ColorScheme = ColorScheme.Light);
        await visit.Page.GotoAsync($"{machine.Up.PlatformUrl}/instrument/does-not-do");
        await visit.Page.EvaluateAsync("localStorage.setItem('drawbridge.settings', JSON.stringify({ theme: 'dark' }))");

        await visit.Page.ReloadAsync();

        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(visit.Page.Locator("html")).ToHaveCSSAsync("color-scheme", "dark");
    }
}

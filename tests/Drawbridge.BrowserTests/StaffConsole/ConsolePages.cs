using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.StaffConsole;

/// <summary>The staff's console in a browser.</summary>
internal sealed class ConsolePages(Visit visit)
{
    public IPage Page => visit.Page;

    public ILocator this[string testId] => Page.GetByTestId(testId);

    public Task OpenAsync(string path = "") => Page.GotoAsync($"{visit.Up.BrokerUrl}/console{path}");

    /// <summary>Signs in as the administrator of the seed.</summary>
    public async Task SignInAsync()
    {
        await OpenAsync();
        await SignInAsync(visit.Up.Administrator.Email, visit.Up.Administrator.Password);
        await Expect(this["overview"]).ToBeVisibleAsync();
    }

    public async Task SignInAsync(string email, string password)
    {
        await this["email"].FillAsync(email);
        await this["password"].FillAsync(password);
        await this["submit"].ClickAsync();
    }

    /// <summary>No faults, light on a desk and dark on a phone, and nothing to scroll sideways; pictures of all four for who wants them.</summary>
    public async Task ShouldBeFineAsync(string name)
    {
        var size = (Page.ViewportSize!.Width, Page.ViewportSize.Height);
        foreach (var (theme, (width, height)) in new[] { (ColorScheme.Dark, (390, 844)), (ColorScheme.Light, size) })
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = theme });
            await Page.SetViewportSizeAsync(size.Width, size.Height);
            await visit.KeepPictureAsync($"{name}-{theme}");
            await Page.SetViewportSizeAsync(width, height);
            (await Axe.FaultsOfAsync(Page)).ShouldBeEmpty($"{name}, {theme}, {width}");
            (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, $"{name}, {width}");
        }
    }
}

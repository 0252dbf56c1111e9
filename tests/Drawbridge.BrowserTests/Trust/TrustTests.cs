using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Trust;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Trust;

public sealed class TrustTests(Machine machine) : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("drawbridge-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    // SCR-15, CONF-6.1.9-1
    [Fact]
    public async Task A_browser_that_was_told_about_the_local_authority_takes_the_certificates_of_both_sides()
    {
        var programs = new Programs();
        Assert.SkipUnless(OperatingSystem.IsLinux() && programs.Find("certutil") is not null, "certutil is not installed");
        var store = new NssStore(
            "Chromium", Path.Combine(_home, ".pki", "nssdb"), new Authority(machine.Up.AuthorityFile, machine.Up.Authority), programs);
        foreach (var step in store.Adding)
        {
            (await step.RunAsync(TestContext.Current.CancellationToken)).ShouldBeNull(step.Text);
        }

        await using var browser = await Chromium.LaunchAsync(machine.Playwright, _home);
        await using var visit = await machine.VisitAsync(options => options.IgnoreHTTPSErrors = false, browser: browser);

        await visit.App.OpenSignUpAsync();

        await Expect(visit.App.Screens["submit"]).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_that_was_not_told_refuses_them()
    {
        await using var browser = await Chromium.LaunchAsync(machine.Playwright, _home);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();

        var refused = await Should.ThrowAsync<PlaywrightException>(() => page.GotoAsync(machine.Up.PlatformUrl));

        refused.Message.ShouldContain("ERR_CERT_AUTHORITY_INVALID");
    }
}

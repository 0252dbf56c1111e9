using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Instrument;

/// <summary>The instrument's page. It turns what everybody else relies on, so it has sides of its own.</summary>
public sealed class InstrumentTests(Machine machine, InstrumentTests.Sides sides) : IClassFixture<InstrumentTests.Sides>
{
    [Fact]
    public async Task The_journal_shows_calls_as_they_happen_and_finds_them()
    {
        await using var visit = await OpenAsync("journal", options => options.Permissions = ["clipboard-read", "clipboard-write"]);
        var page = visit.Page;
        await ConfirmAsync(page, "journal-clear");
        await Expect(page.GetByTestId("empty").First).ToContainTextAsync("No calls yet");
        await EnterAppAsync(visit);
        await sides.Up.Manager.NewUserAsync(Person.New().Email, DemoNames.FinancialHouseCrm);

        await Expect(Entry(page, "4.2")).ToBeVisibleAsync();
        await Expect(Entry(page, "3.2")).ToHaveAttributeAsync("data-status", "201");
        await Expect(page.GetByTestId("journal-state")).ToHaveTextAsync("Live");

        await page.GetByTestId("filter-direction").SelectOptionAsync("out");
        await Expect(Entry(page, "3.2")).ToHaveCountAsync(0);
        await Expect(Entry(page, "4.2")).ToBeVisibleAsync();
        await page.GetByTestId("filter-status").SelectOptionAsync("5xx");
        await page.GetByTestId("journal-show-all").ClickAsync();
        await page.GetByTestId("filter-search").FillAsync("oauth2/CTID/create");
        await Expect(Entry(page, "4.2")).ToHaveCountAsync(0);

        await Entry(page, "3.2").ClickAsync();
        var entry = page.GetByTestId("entry-view");
        var response = entry.GetByTestId("entry-response").Locator("pre");
        await Expect(response).ToContainTextAsync("\"userId\": 1");
        (await response.InnerTextAsync()).Split('\n').Length.ShouldBe(3, "it is indented");
        await entry.GetByTestId("entry-curl").ClickAsync();
        var curl = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        curl.ShouldStartWith("SECRET=");
        curl.ShouldContain($"curl -X POST '{sides.Up.PlatformUrl}/cid/oauth2/ctid/create?token='\"$SECRET\"''");
        curl.ShouldContain($"--data '{{\"brokerCrmName\":\"{DemoNames.FinancialHouseCrm}\"");
        (await Axe.FaultsOfAsync(page)).ShouldBeEmpty();

        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("journal-har").ClickAsync());
        file.SuggestedFilename.ShouldBe("drawbridge.har");
        JsonNode.Parse(await File.ReadAllTextAsync(await file.PathAsync()))!["log"]!["entries"]!.AsArray().Count.ShouldBe(1, "the file has what the list has");
    }

    [Fact]
    public async Task Calls_of_one_correlation_stand_together_and_the_list_goes_by_keyboard()
    {
        await using var visit = await OpenAsync("journal");
        var page = visit.Page;
        await EnterAppAsync(visit);
        await page.EvaluateAsync("fetch('/instrument/api/triggers/authorize-onetime', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })"); // calls 4.4 and 4.2
        await Expect(Entry(page, "4.4").First).ToBeVisibleAsync();
        await Expect(page.GetByTestId("entry").First).ToHaveAttributeAsync("data-call", "4.2");
        await page.GetByTestId("journal-group").ClickAsync();
        await Expect(page.GetByTestId("group").First).ToContainTextAsync("calls");
        await page.GetByTestId("entry").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByTestId("entry").Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("entry-view")).ToHaveAttributeAsync("data-id", (await page.GetByTestId("entry").Nth(1).GetAttributeAsync("data-id"))!);
        await page.GetByTestId("related").First.ClickAsync();
        await page.GetByTestId("entry-only").ClickAsync();
        await Expect(page.GetByTestId("group")).ToHaveCountAsync(1);
        await page.GetByTestId("filter-correlation").ClickAsync();
        await page.GetByTestId("journal-group").ClickAsync();

        // The broker's own work goes on meanwhile: only calls that nobody else makes count.
        await page.GetByTestId("filter-search").FillAsync("oauth2/ctid/create");
        await Expect(Entry(page, "4.2")).ToHaveCountAsync(0);
        await page.GetByTestId("journal-pause").ClickAsync();
        var before = await page.GetByTestId("entry").CountAsync();
        await sides.Up.Manager.NewUserAsync(Person.New().Email, DemoNames.FinancialHouseCrm);
        await Expect(page.GetByTestId("journal-state")).ToHaveTextAsync("Paused, 1 waiting");
        (await page.GetByTestId("entry").CountAsync()).ShouldBe(before);
        await page.GetByTestId("journal-pause").ClickAsync();
        await Expect(page.GetByTestId("entry")).ToHaveCountAsync(before + 1);
    }

    [Fact]
    public async Task A_fault_befalls_the_calls_that_it_fits_until_it_is_removed()
    {
        await using var visit = await OpenAsync("faults");
        var page = visit.Page;
        await Expect(page.GetByTestId("empty")).ToContainTextAsync("Nothing fails");
        await page.GetByTestId("preset").Filter(new() { HasText = "No token for in-app actions" }).ClickAsync();
        await page.GetByTestId("fault-broker").SelectOptionAsync(DemoNames.FinancialHouse);
        await page.GetByTestId("fault-add").ClickAsync();
        await Expect(page.GetByTestId("fault")).ToContainTextAsync($"403 CH_INSUFFICIENT_PERMISSIONS · to brokers · {DemoNames.FinancialHouse}");
        await Expect(page.GetByTestId("chip-faults")).ToHaveTextAsync("1 fault");

        await TriggerAsync(page, "generate-onetime", ("userId", "1"));
        await Expect(page.GetByTestId("trigger-answer")).ToContainTextAsync("CH_INSUFFICIENT_PERMISSIONS");
        await page.GetByTestId("trigger-journal").ClickAsync();
        await Expect(page.GetByTestId("entry-view")).ToContainTextAsync("error");
        await page.GetByTestId("tab-faults").ClickAsync();
        await Expect(page.GetByTestId("fault-hits")).ToHaveTextAsync("1 of 1");

        await page.GetByTestId("fault-route").FillAsync("POST nowhere");
        await page.GetByTestId("fault-add").ClickAsync();
        await Expect(page.GetByTestId("toast")).ToContainTextAsync("route must be");
        await page.GetByTestId("fault-remove").ClickAsync();
        await Expect(page.GetByTestId("fault")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("chip-faults")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_clock_goes_forward_and_back()
    {
        await using var visit = await OpenAsync("clock");
        var page = visit.Page;
        await Expect(page.GetByTestId("clock-offset")).ToHaveTextAsync("The real time");

        await page.GetByTestId("clock-61").ClickAsync();
        await Expect(page.GetByTestId("clock-offset")).ToHaveTextAsync("+1 min 1 s from the real time");
        await Expect(page.GetByTestId("clock-61")).ToBeFocusedAsync();
        await page.GetByTestId("clock-3600").ClickAsync();
        await Expect(page.GetByTestId("chip-clock")).ToHaveTextAsync("Clock +1 h 1 min 1 s");
        await page.GetByTestId("clock-skew").FillAsync("-30");
        await page.GetByTestId("clock-skew-go").ClickAsync();
        await Expect(page.GetByTestId("clock-skew")).ToHaveValueAsync("-30");
        await page.GetByTestId("clock-set").FillAsync("2031-02-03T04:05:06");
        await page.GetByTestId("clock-set-go").ClickAsync();
        await Expect(page.GetByTestId("clock-now")).ToContainTextAsync("Monday, 3 February 2031");

        await page.GetByTestId("clock-reset").ClickAsync();
        await Expect(page.GetByTestId("clock-offset")).ToHaveTextAsync("The real time");
        await Expect(page.GetByTestId("chip-clock")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_call_is_sent_to_the_crm_and_its_answer_shown()
    {
        await using var visit = await OpenAsync("triggers");

        await TriggerAsync(visit.Page, "crm-token");

        await Expect(visit.Page.GetByTestId("trigger-answer")).ToHaveAttributeAsync("data-outcome", "answered");
        await Expect(visit.Page.GetByTestId("trigger-answer").Locator("pre")).ToContainTextAsync("\"crmApiToken\": \"•••\"");
        await visit.Page.GetByTestId("trigger-journal").ClickAsync();
        await Expect(visit.Page.GetByTestId("entry-view")).ToContainTextAsync("Authenticate the platform");
    }

    [Fact]
    public async Task The_state_is_kept_put_back_emptied_and_filled()
    {
        await using var visit = await OpenAsync("state");
        var page = visit.Page;
        await Expect(page.GetByTestId("empty")).ToContainTextAsync("No snapshots");
        await page.GetByTestId("snapshot-name").FillAsync("before");
        await page.GetByTestId("snapshot-create").ClickAsync();
        var accounts = int.Parse(Regex.Match(await page.GetByTestId("snapshot").InnerTextAsync(), @"(?<accounts>\d+) accounts?\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["accounts"].Value, CultureInfo.InvariantCulture);
        await page.GetByTestId("seed-users").FillAsync("3");
        await page.GetByTestId("seed-go").ClickAsync();
        await Expect(page.GetByTestId("seeded").Locator("tbody tr")).ToHaveCountAsync(3);
        await page.GetByTestId("snapshot-name").FillAsync("after");
        await page.GetByTestId("snapshot-create").ClickAsync();
        await Expect(page.Locator("[data-name='after']")).ToContainTextAsync($"{accounts + 3} accounts");

        await ConfirmAsync(page, "reset");
        await Expect(page.GetByTestId("toast")).ToContainTextAsync("as at the first start");
        await page.GetByTestId("snapshot-name").FillAsync("empty");
        await page.GetByTestId("snapshot-create").ClickAsync();
        await Expect(page.Locator("[data-name='empty']")).ToContainTextAsync("0 users, 0 accounts");
        await page.Locator("[data-name='before']").GetByTestId("snapshot-restore").ClickAsync();
        await Expect(page.GetByTestId("confirm")).ToContainTextAsync("Go back to before?");
        (await Axe.FaultsOfAsync(page)).ShouldBeEmpty();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("confirm")).ToHaveCountAsync(0);
        await page.Locator("[data-name='before']").GetByTestId("snapshot-restore").ClickAsync();
        await page.GetByTestId("confirm-yes").ClickAsync();
        await Expect(page.GetByTestId("toast")).ToContainTextAsync("Everything is as it was in before.");

        foreach (var name in new[] { "before", "after", "empty" })
        {
            await page.Locator($"[data-name='{name}']").GetByTestId("snapshot-delete").ClickAsync();
            await page.GetByTestId("confirm-yes").ClickAsync();
            await Expect(page.Locator($"[data-name='{name}']")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_key_that_is_demanded_is_asked_for_and_kept_in_the_tab_alone()
    {
        await using var visit = await machine.VisitAsync(up: sides.Up);
        var page = visit.Page;
        await page.RouteAsync("**/instrument/api/**", route => route.Request.Headers.GetValueOrDefault("authorization") == "Bearer sesame"
            ? route.ContinueAsync()
            : route.FulfillAsync(new() { Status = 401, ContentType = "application/json", Body = """{"error":{"errorCode":"CH_CLIENT_AUTH_FAILURE","description":"The instrument has a key here."}}""" }));
        await page.GotoAsync($"{sides.Up.PlatformUrl}/instrument/#/clock");
        await Expect(page.GetByTestId("key")).ToBeFocusedAsync();
        (await Axe.FaultsOfAsync(page)).ShouldBeEmpty();

        await page.GetByTestId("key").FillAsync("wrong");
        await page.GetByTestId("key-open").ClickAsync();
        await Expect(page.GetByTestId("key-error")).ToHaveTextAsync("That is not the key.");
        await page.GetByTestId("key").FillAsync("sesame");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("clock-now")).ToBeVisibleAsync();
        await page.GetByTestId("tab-journal").ClickAsync();
        await Expect(page.GetByTestId("journal-state")).ToHaveTextAsync("Live");
        (await page.EvaluateAsync<string>("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])")).ShouldNotContain("sesame");
        await page.ReloadAsync();
        await Expect(page.GetByTestId("key-form")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_does_not_answer_is_said_and_can_be_tried_again()
    {
        await using var visit = await OpenAsync("clock");
        foreach (var tab in new[] { "triggers", "journal" })
        {
            await visit.Page.RouteAsync($"**/instrument/api/{tab}*", route => route.AbortAsync());
            await visit.Page.GetByTestId($"tab-{tab}").ClickAsync();
            await Expect(visit.Page.GetByTestId("failure").First).ToContainTextAsync("The platform does not answer");
            await visit.Page.UnrouteAllAsync();
            await visit.Page.GetByTestId("retry").First.ClickAsync();
            await Expect(visit.Page.GetByTestId("failure")).ToHaveCountAsync(0);
        }
    }

    [Theory]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task Every_page_fits_and_keeps_nobody_out(int width, int height, ColorScheme scheme)
    {
        await using var visit = await OpenAsync("journal", options => (options.ViewportSize, options.ColorScheme) = (new() { Width = width, Height = height }, scheme));
        var page = visit.Page;
        foreach (var (tab, shown) in new[] { ("journal", "journal-list"), ("faults", "fault-add"), ("clock", "clock-now"), ("triggers", "trigger-send"), ("state", "seed-go") })
        {
            await page.GetByTestId($"tab-{tab}").ClickAsync();
            await Expect(page.GetByTestId(shown)).ToBeVisibleAsync();
            (await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth - innerWidth, document.getElementById('page').scrollWidth - innerWidth)")).ShouldBeLessThanOrEqualTo(0, tab);
            (await Axe.FaultsOfAsync(page)).ShouldBeEmpty(tab);
            await visit.KeepPictureAsync($"instrument-{tab}");
        }

        await Expect(page.GetByTestId("theme-toggle")).ToBeInViewportAsync();
    }

    private static ILocator Entry(IPage page, string call) => page.Locator($"[data-testid='entry'][data-call='{call}']");

    private static async Task ConfirmAsync(IPage page, string control)
    {
        await page.GetByTestId(control).ClickAsync();
        await page.GetByTestId("confirm-yes").ClickAsync();
    }

    private static async Task TriggerAsync(IPage page, string call, params (string Field, string Value)[] fields)
    {
        await page.GetByTestId("tab-triggers").ClickAsync();
        await page.Locator($"[data-testid='trigger'][data-call='{call}']").ClickAsync();
        await page.GetByTestId("trigger-brokerName").SelectOptionAsync(DemoNames.FinancialHouse);
        foreach (var (field, value) in fields)
        {
            await page.GetByTestId($"trigger-{field}").FillAsync(value);
        }

        await page.GetByTestId("trigger-send").ClickAsync();
    }

    /// <summary>Somebody logs in to the app and leaves its tab again; the session goes on.</summary>
    private async Task EnterAppAsync(Visit visit)
    {
        var tab = await visit.Context.NewPageAsync();
        await new SimulatedApp(tab, sides.Up).EnterAsync(sides.Up.Demo);
        await tab.CloseAsync();
    }

    private async Task<Visit> OpenAsync(string tab, Action<BrowserNewContextOptions>? configure = null)
    {
        var visit = await machine.VisitAsync(configure, sides.Up);
        await visit.Page.GotoAsync($"{sides.Up.PlatformUrl}/instrument/#/{tab}");
        return visit;
    }

    /// <summary>One more <c>drawbridge up</c>.</summary>
    public sealed class Sides : IAsyncLifetime
    {
        public RunningUp Up { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Up = await RunningUp.StartAsync();

        public ValueTask DisposeAsync() => Up.DisposeAsync();
    }
}

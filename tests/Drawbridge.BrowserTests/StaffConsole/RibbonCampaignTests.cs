using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Passwords;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.StaffConsole;

/// <summary>Ribbons from the console to the simulated app.</summary>
public sealed class RibbonCampaignTests(Machine machine)
{
    private const string Password = "plover anvil teacup margin";

    // FLOW-RIBBON-1..4, FLOW-RIBBON-6, FLOW-RIBBON-7, B2P-3.9-15
    [Fact]
    public async Task A_campaign_is_written_approved_seen_closed_and_taken_back()
    {
        var person = await machine.Up.NewTraderAsync();
        var trader = await machine.Up.FindUserAsync(person);
        var tag = $"browser-{trader.Id}";
        var title = $"Zero commission {trader.Id}";
        await using var phone = await machine.VisitAsync();
        await phone.App.EnterAsync(person);
        await using var desk = await machine.VisitAsync(static options => options.ViewportSize = new() { Width = 1280, Height = 900 });
        var author = new ConsolePages(desk);
        await author.SignInAsync();

        await author.OpenAsync($"/traders/{trader.Id}");
        await author["trader-ribbons-link"].ClickAsync();
        await author["tag"].FillAsync(tag);
        await author["add-tag"].ClickAsync();
        await Expect(author[$"untag-{tag}"]).ToBeVisibleAsync();
        await author["nav-ribbons"].ClickAsync();
        await author[$"new-{DemoNames.TradingTech}"].ClickAsync();
        await author["name"].FillAsync("Autumn offer");
        await author["titles.en"].FillAsync(title);
        await author["color"].FillAsync("#0f766e");
        await Expect(author.Page.Locator("[data-ribbon-title]").First).ToHaveTextAsync(title); // follows what is typed
        await author["action"].FillAsync($"{machine.Up.BrokerUrl}/inapp/kyc");
        await author["audience.tags"].FillAsync(tag);
        await author["preview"].ClickAsync();
        await Expect(author["audience"]).ToHaveTextAsync("1");
        await author.ShouldBeFineAsync("console-ribbon-form");
        await author["save"].ClickAsync();
        await author["submit"].ClickAsync();
        await Expect(author["own-draft"]).ToBeVisibleAsync();
        var url = new Uri(author.Page.Url).AbsolutePath["/console".Length..];

        await using var other = await machine.VisitAsync(static options => options.ViewportSize = new() { Width = 1280, Height = 900 });
        var approver = new ConsolePages(other);
        await approver.OpenAsync(url);
        await approver.SignInAsync(await NewApproverAsync(), Password);
        await approver.ShouldBeFineAsync("console-ribbon-approval");
        await approver["approve"].ClickAsync();
        await Expect(approver["state"]).ToHaveTextAsync("Running");

        var ribbon = phone.App["ribbon"].Filter(new() { HasText = title });
        await Expect(ribbon).ToHaveCountAsync(1);
        await Expect(ribbon).ToHaveCSSAsync("background-color", "rgb(15, 118, 110)");
        await phone.KeepPictureAsync("app-campaign");
        await ribbon.GetByRole(AriaRole.Button, new() { Name = title, Exact = true }).ClickAsync();
        await Expect(phone.App["sheet"]).ToBeVisibleAsync();
        (await (await phone.App.Frame.ElementHandleAsync()).GetAttributeAsync("src")).ShouldStartWith($"{machine.Up.BrokerUrl}/inapp/kyc?");
        await phone.App["sheet-close"].ClickAsync();
        await ribbon.GetByTestId("ribbon-close").ClickAsync();
        await Expect(ribbon).ToHaveCountAsync(0);
        await phone.App["close-app"].ClickAsync();
        await phone.App.EnterAsync(person);
        await Expect(ribbon).ToHaveCountAsync(1);

        await approver.OpenAsync(url);
        await Expect(approver["delivered"]).ToHaveTextAsync("1");
        await approver.ShouldBeFineAsync("console-ribbon");
        await approver.OpenAsync($"/traders/{trader.Id}/ribbons");
        await Expect(approver["confirmed"]).ToContainTextAsync(title);
        await approver.ShouldBeFineAsync("console-trader-ribbons");
        await approver.OpenAsync("/ribbons");
        await approver.ShouldBeFineAsync("console-ribbons");
        await author.OpenAsync(url);
        await author["pause"].ClickAsync();
        await Expect(author["state"]).ToHaveTextAsync("Paused");
        await Expect(ribbon).ToHaveCountAsync(0);
    }

    private async Task<string> NewApproverAsync()
    {
        var services = machine.Up.Broker;
        var crm = services.GetRequiredService<BrokerDirectory>().Current.FindCrm(DemoNames.TradingTechCrm)!;
        var email = $"approver-{Guid.NewGuid():N}@desk.example.com";
        var hash = await services.GetRequiredService<PasswordHashingQueue>().HashAsync(Password, CancellationToken.None);
        (await services.GetRequiredService<StaffStore>().AddAsync(
            new(crm.Id, email, "Abe Approver", hash, null, StaffRoles.Compliance | StaffRoles.Marketing, []), new(crm.Id, StaffId: null, "test", "staff.add", $"staff {email}"), CancellationToken.None)).ShouldNotBeNull();
        return email;
    }
}

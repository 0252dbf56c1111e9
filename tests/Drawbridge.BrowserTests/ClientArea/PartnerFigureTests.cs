using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Reports.Counting;
using Drawbridge.Broker.Users;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

/// <summary>The figures in the partner's pages.</summary>
public sealed class PartnerFigureTests(Machine machine)
{
    private static readonly CancellationToken None = CancellationToken.None;

    // INV-9, SCR-45
    [Theory]
    [InlineData(1280, 800, "en", "light")]
    [InlineData(390, 844, "ar", "dark")]
    public async Task A_partner_reads_what_the_links_bring(int width, int height, string lang, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        var user = await machine.Up.FindUserAsync(person);
        var partner = (await Get<PartnerService>().RegisterAsync(Broker, new(user.Id, "Ann Archer") { IsDecided = true, By = "eve" }, also: null, None)).ShouldBeOfType<PartnerOutcome.Done>().Partner;
        await AddFiguresAsync(partner);
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        var screens = visit.Screens;
        await screens.OpenAsync("/client", $"lang={lang}&theme={theme}");
        await screens.LogInAsync(person);
        await Expect(screens["client-home"]).ToBeVisibleAsync();
        await screens.OpenAsync("/client/partner/reports", $"lang={lang}&theme={theme}");

        await Expect(screens["partner-reports"]).ToBeVisibleAsync();
        await Expect(screens["chart-clicks"].GetByRole(Microsoft.Playwright.AriaRole.Img)).ToBeVisibleAsync();
        await visit.KeepPictureAsync($"partner-reports-{width}");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
        await screens["scope"].SelectOptionAsync("network");
        await screens["report-show"].ClickAsync();
        await Expect(screens["report-none"]).ToBeVisibleAsync();
        visit.Page.Url.ShouldContain("scope=network");
    }

    private BrokerEntity Broker => Get<BrokerDirectory>().Current.FindBroker(DemoNames.TradingTech)!;

    private T Get<T>()
        where T : notnull => machine.Up.Broker.GetRequiredService<T>();

    private async Task AddFiguresAsync(Partner partner)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            var email = $"{Guid.NewGuid():N}@reports.test";
            (await Get<UserStore>().TryAddAsync(
                new() { BrokerId = Broker.Id, Email = email, NormalizedEmail = UserStore.Normalize(email), SecurityStamp = "x", ConcurrencyStamp = "x", PartnerId = partner.Identifier, CreatedAt = now }, None))
                .ShouldBeTrue();
        }

        await Get<PartnerSweep>().RunOnceAsync(None);
        await Get<Database>().WriteAsync(
            async session =>
            {
                for (var day = 0; day < 28; day++)
                {
                    for (var i = 0; i < 3 + (day * 5 % 9); i++)
                    {
                        await session.ExecuteAsync(
                            """
                            insert into partner_clicks (broker_id, partner_id, reference, visitor, counted, findings, occurred_at, last_at)
                            values (@BrokerId, @Id, @reference, @visitor, true, 0, @at, @at)
                            """,
                            new { partner.BrokerId, partner.Id, reference = Guid.NewGuid().ToString("N"), visitor = Guid.NewGuid().ToByteArray(), at = now.AddDays(-day) });
                    }
                }

                return true;
            },
            None);
        await Get<FigureCounter>().CountAsync(Broker, None);
    }
}

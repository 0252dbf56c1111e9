using System.Net;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Funnel;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.IntegrationTests.StaffConsole;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Funnel;

/// <summary>What is counted on the way through the screens, and who sees it.</summary>
public sealed class FunnelTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact] // SCR-43, SCR-30, SCR-25
    public async Task A_walk_counts_once_at_each_step_however_often_it_is_loaded()
    {
        var crm = await host.NewCrmAsync();
        const string More = "&source=ios&utm_campaign=spring&partnerId=p7";
        using var first = new Browser(host);
        for (var i = 0; i < 3; i++)
        {
            await first.GetAsync(crm.LoginUrl("&firstLogin=true" + More));
        }

        (await first.SignUpAsync(crm, "nobody", more: More)).ShouldShow("signup", 422); // no address: the form again
        var answer = await first.SignUpAsync(crm, People.NewEmail(), more: More);
        for (var i = 0; i < 2 && answer.Status == HttpStatusCode.SeeOther && answer.Location.StartsWith('/'); i++)
        {
            answer = await first.FollowAsync(answer);
        }

        await first.GetAsync(crm.LoginUrl("&firstLogin=true" + More)); // back
        using var second = new Browser(host);
        await second.GetAsync(crm.LoginUrl("&firstLogin=true"));

        var steps = await StepsAsync(crm);
        steps["form"].ShouldBe(2);
        steps["registered"].ShouldBe(1);
        (await StepsAsync(crm, "&campaign=spring&partner=p7&source=iOS"))["form"].ShouldBe(1);
        (await StepsAsync(crm, "&campaign=autumn")).ShouldBeEmpty();
        (await StepsAsync(crm, "&flow=deposit")).ShouldBeEmpty();
    }

    [Fact] // SCR-40..42
    public async Task The_event_of_the_application_stands_beside_the_step()
    {
        var crm = await host.NewCrmAsync();
        using var mobile = new Browser(host);
        using var web = new Browser(host);
        await mobile.GetAsync(crm.LoginUrl("&firstLogin=true&source=android&eventName=sign_up_opened"));
        await web.GetAsync(crm.LoginUrl("&firstLogin=true&source=web&eventName=sign_up_opened"));

        var counts = await ListAsync(crm);

        counts.Single(count => count.Source == "Android").EventName.ShouldBe("sign_up_opened");
        counts.Single(count => count.Source == "Web").EventName.ShouldBe(""); // only mobile applications count events
    }

    [Fact]
    public async Task Nothing_that_is_kept_tells_of_a_person()
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host) { UserAgent = "Peculiar/7" };
        var email = People.NewEmail();
        await browser.SignUpAsync(crm, email, more: "&partnerId=partner%40example.com");
        await host.Services.GetRequiredService<FunnelRecorder>().WriteAsync(CancellationToken.None);
        var user = await host.FindAsync(crm, email);

        var days = await ListAsync(crm);
        var walks = await host.Database.ReadAsync(session => session.ListAsync<byte[]>("select hash from funnel_walks"), CancellationToken.None);
        var key = await host.Database.ReadAsync(session => session.GetAsync<string>("select key_sealed from funnel_keys"), CancellationToken.None);

        days.ShouldAllBe(static count => count.Partner == "(e-mail address)");
        var visit = new FunnelVisit(crm.Broker().Id, FunnelStep.Registered, $"user {user.Id} ", FunnelOrigin.Of(new()), default);
        var secret = await host.Services.GetRequiredService<FunnelPseudonyms>().GetKeyAsync(CancellationToken.None);
        walks.ShouldContain(hash => hash.SequenceEqual(FunnelPseudonyms.Of(secret, visit))); // it is this walk
        walks.ShouldNotContain(hash => hash.SequenceEqual(FunnelPseudonyms.Of(new byte[32], visit))); // and nobody finds it without the key
        key.ShouldNotContain(Convert.ToHexString(secret));
    }

    [Fact] // BID-44
    public async Task A_crm_sees_its_own_brokers_and_staff_the_ones_they_work_for()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var other = await host.NewCrmAsync();
        using var trader = new Browser(host);
        await trader.GetAsync(desk.Crm.LoginUrl("&firstLogin=true&utm_campaign=north"));
        using var another = new Browser(host);
        await another.GetAsync(desk.Crm.LoginUrl("&firstLogin=true&utm_campaign=south", broker: 1));

        (await StepsAsync(other)).ShouldBeEmpty();
        (await StepsAsync(desk.Crm))["form"].ShouldBe(2);
        (await StepsAsync(desk.Crm, $"&brokerName={desk.Crm.Configuration.Brokers[1].Name}"))["form"].ShouldBe(1);
        (await SendAsync(other, $"&brokerName={desk.Crm.Configuration.Brokers[1].Name}")).ShouldBeRefused(401, "BROKER_ID_INVALID");
        using var limited = await desk.SignInAsync(StaffRoles.Viewer, 0);
        using var foreign = await (await StaffDesk.OpenAsync(host)).SignInAsync(StaffRoles.Administrator);
        (await limited.GetAsync("/console/funnel")).Element("visits-form").TextContent.ShouldBe("1");
        (await limited.GetAsync("/console/funnel.csv")).Text.ShouldNotContain("south");
        (await foreign.GetAsync("/console/funnel")).Find("visits-form").ShouldBeNull();
    }

    [Fact]
    public async Task Staff_sees_the_steps_filters_them_and_takes_them_along()
    {
        var desk = await StaffDesk.OpenAsync(host);
        foreach (var more in new[] { "&utm_campaign=spring&source=web", "&utm_campaign=spring&source=ios", "&utm_campaign=%3Dcmd()%7C%22x%22" })
        {
            using var trader = new Browser(host);
            await trader.GetAsync(desk.Crm.LoginUrl("&firstLogin=true" + more));
        }

        using (var registering = new Browser(host))
        {
            await registering.SignUpAsync(desk.Crm, People.NewEmail(), more: "&utm_campaign=spring&source=web");
        }

        using var browser = await desk.SignInAsync(StaffRoles.Operations);

        var all = await browser.GetAsync("/console/funnel");
        var spring = await browser.GetAsync("/console/funnel?campaign=spring");
        var csv = (await browser.GetAsync("/console/funnel.csv?flow=signup")).Text;

        all.Element("visits-form").TextContent.ShouldBe("4");
        all.Element("stage-registered").TextContent.ShouldContain("25\u00a0%");
        all.Element("by-campaign").TextContent.ShouldContain("spring");
        spring.Element("visits-form").TextContent.ShouldBe("3");
        spring.Element("export").GetAttribute("href")!.ShouldContain("campaign=spring");
        csv.Split("\r\n")[0].ShouldBe("day,broker,flow,step,source,campaign,partner,event,visits");
        csv.ShouldContain($",{desk.Crm.Configuration.Brokers[0].Name},signup,form,Web,spring,,,2\r\n");
        csv.ShouldContain("\"'=cmd()|\"\"x\"\"\""); // no formula
    }

    private Task<IReadOnlyList<FunnelCount>> ListAsync(TestCrm crm) => ListAsync(crm.Broker().Crm.Id);

    private async Task<IReadOnlyList<FunnelCount>> ListAsync(long crmId)
    {
        await host.Services.GetRequiredService<FunnelRecorder>().WriteAsync(CancellationToken.None);
        return await host.Services.GetRequiredService<FunnelStore>().ListAsync(
            new(crmId), new(DateOnly.MinValue, DateOnly.MaxValue) { Flow = FunnelStep.SignUp }, byDay: false, CancellationToken.None);
    }

    private async Task<Dictionary<string, long>> StepsAsync(TestCrm crm, string more = "") =>
        (await SendAsync(crm, more)).Json["steps"]!.AsArray().ToDictionary(static step => (string)step!["step"]!, static step => (long)step!["visits"]!);

    private async Task<Answer> SendAsync(TestCrm crm, string more)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/funnel?" + more.TrimStart('&'));
        request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}

using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Partners;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>Forms of the console count once, however often they are sent.</summary>
public sealed class OnceFormTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    /// <summary>Forms of one's own session, of what is only looked at, of what is the same however often it is done, and one that finds its trader first.</summary>
    private static readonly string[] Others = ["/sign-in", "/sign-out", "/password", "/theme", "/review", "/read", "/chat/new"];

    [Fact]
    public async Task A_form_without_a_key_of_its_own_is_refused()
    {
        var desk = await StaffDesk.OpenAsync(host);
        using var browser = await desk.SignInAsync(StaffRoles.Administrator | StaffRoles.Operations);
        var key = (await browser.GetAsync("/console")).Document.QuerySelector("input[name=formKey]")!.GetAttribute("value")!;
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        var posts = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<ConsoleAccess>() is not null && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(static endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/'))
            .Where(static route => route.EndsWith("staff/{id:long}/password", StringComparison.Ordinal) || !Others.Any(other => route.EndsWith(other, StringComparison.Ordinal)))
            .ToList();
        posts.Count.ShouldBeGreaterThan(40);
        var before = (await desk.ListAuditAsync()).Count;

        foreach (var route in posts)
        {
            var path = string.Join('/', route.Split('/').Select(part => !part.StartsWith('{') ? part
                : part == "{brokerName}" ? desk.Crm.Configuration.Brokers[0].Name
                : route.StartsWith("/console/staff", StringComparison.Ordinal) ? $"{member.Id}"
                : part.Contains(":long", StringComparison.Ordinal) ? "987654321" : "nothing"));
            ((int)(await browser.PostAsync(path, new() { ["formKey"] = key, ["text"] = "Hello", ["version"] = "1", ["name"] = "Sam" })).Status).ShouldBe(400, route);
        }

        (await desk.ListAuditAsync()).Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_form_that_is_sent_again_later_does_nothing()
    {
        var desk = await StaffDesk.OpenAsync(host);
        using var browser = await desk.SignInAsync(StaffRoles.Administrator);
        var member = await desk.NewStaffAsync(StaffRoles.Viewer);
        var url = $"/console/staff/{member.Id}";
        var enabled = await browser.GetAsync(url);

        (await browser.SubmitAsync(enabled, "disable")).ShouldLeadTo($"{url}?done=disabled");
        (await browser.SubmitAsync(await browser.GetAsync(url), "enable")).ShouldLeadTo($"{url}?done=enabled");
        (await browser.SubmitAsync(enabled, "disable")).ShouldLeadTo($"{url}?done=disabled"); // a page that was left open
        (await desk.Staff.FindAsync(desk.Crm.Broker().Crm.Id, member.Id, CancellationToken.None))!.DisabledAt.ShouldBeNull();
        (await desk.ListAuditAsync()).Count(static entry => entry.Act == "staff.disable").ShouldBe(1);
    }

    [Fact] // INV-2
    public async Task A_partner_is_added_once_by_a_double_click()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var world = new PartnerDeskWorld(host, desk.Crm);
        var trader = await world.NewUserAsync();
        using var browser = await desk.SignInAsync(StaffRoles.Partners);
        var form = await browser.GetAsync($"/console/partners/new?broker={world.Broker.Name.Value}");

        (await browser.SubmitAsync(form, "add", ("trader", trader.Email), ("name", "Ann"))).Location.ShouldEndWith("?done=partner-add");
        (await browser.SubmitAsync(form, "add", ("trader", trader.Email), ("name", "Ann"))).ShouldLeadTo("/console/partners?done=repeated");
        (await desk.ListAuditAsync()).Count(static entry => entry.Act == "partner.add").ShouldBe(1);
    }
}

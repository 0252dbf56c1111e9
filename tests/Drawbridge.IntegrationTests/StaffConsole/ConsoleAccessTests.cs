using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.StaffConsole;

public sealed class ConsoleAccessOnSqlite(SqliteBrokerHost host) : ConsoleAccessTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class ConsoleAccessOnPostgres(PostgresBrokerHost host) : ConsoleAccessTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>Every endpoint of the console, found by its mapping: who may use it, and that a form from elsewhere does nothing.</summary>
public abstract class ConsoleAccessTests(BrokerHost host)
{
    private static readonly StaffRoles[] Roles = [.. StaffRoleList.All.Select(static one => one.Role)];

    private IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.RoutePattern.RawText?.StartsWith("/console", StringComparison.Ordinal) == true)];

    [Fact]
    public void Every_endpoint_says_who_may_use_it()
    {
        Endpoints.Count.ShouldBeGreaterThan(15);
        Endpoints.Where(static endpoint => endpoint.Metadata.GetMetadata<ConsoleAccess>() is null).Select(static endpoint => endpoint.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public void What_changes_something_takes_a_permission_to_change()
    {
        const ConsolePermission Changing = ConsolePermission.DecidePayments | ConsolePermission.WriteChat | ConsolePermission.DecideKyc
            | ConsolePermission.ResendWebhooks | ConsolePermission.ManageStaff | ConsolePermission.ManageTraders
            | ConsolePermission.WriteRibbons | ConsolePermission.ApproveRibbons | ConsolePermission.ManageBrokers | ConsolePermission.ManagePartners;
        string[] own = ["/console/sign-in", "/console/sign-out", "/console/password", "/console/theme"];

        Endpoints.Where(endpoint => IsPost(endpoint) && !own.Contains(endpoint.RoutePattern.RawText)
                && (endpoint.Metadata.GetMetadata<ConsoleAccess>()!.Permission & Changing) == ConsolePermission.None)
            .Select(static endpoint => endpoint.DisplayName).ShouldBeEmpty();
        RolePermissions.Of(StaffRoles.Viewer).ShouldBe(RolePermissions.Of(StaffRoles.Viewer) & ~Changing);
    }

    [Fact]
    public async Task Each_role_gets_what_the_table_gives_it_and_nothing_else()
    {
        var desk = await StaffDesk.OpenAsync(host);
        foreach (var role in Roles)
        {
            using var browser = await desk.SignInAsync(role);
            var key = (await browser.GetAsync("/console")).Document.QuerySelector("input[name=formKey]")!.GetAttribute("value")!;
            foreach (var endpoint in Endpoints.Where(static endpoint => endpoint.Metadata.GetMetadata<ConsoleAccess>() is { Anonymous: false } && !EndsSession(endpoint) && !IsStream(endpoint)))
            {
                var access = endpoint.Metadata.GetMetadata<ConsoleAccess>()!;
                var page = await SendAsync(browser, endpoint, key);
                var refused = page.Status == System.Net.HttpStatusCode.Forbidden && page.Text.Contains("Your roles do not include this", StringComparison.Ordinal);

                refused.ShouldBe(!RolePermissions.Of(role).HasFlag(access.Permission), $"{role} at {endpoint.DisplayName}: {(int)page.Status}");
                ((int)page.Status).ShouldBeLessThan(500, $"{role} at {endpoint.DisplayName}");
            }
        }
    }

    [Fact]
    public async Task Who_is_not_signed_in_gets_nothing()
    {
        using var browser = new Browser(host);
        foreach (var endpoint in Endpoints.Where(static endpoint => endpoint.Metadata.GetMetadata<ConsoleAccess>() is { Anonymous: false }))
        {
            (await SendAsync(browser, endpoint, "")).ShouldLeadTo("/console/sign-in");
        }
    }

    [Fact]
    public async Task A_form_that_is_not_of_this_session_does_nothing()
    {
        var desk = await StaffDesk.OpenAsync(host);
        using var browser = await desk.SignInAsync(StaffRoles.Administrator);
        using var colleague = await desk.SignInAsync(StaffRoles.Administrator);
        var key = (await browser.GetAsync("/console")).Document.QuerySelector("input[name=formKey]")!.GetAttribute("value")!;
        var foreign = (await colleague.GetAsync("/console")).Document.QuerySelector("input[name=formKey]")!.GetAttribute("value")!;
        var before = (await desk.ListAuditAsync()).Count;
        foreach (var endpoint in Endpoints.Where(static endpoint => IsPost(endpoint) && endpoint.Metadata.GetMetadata<ConsoleAccess>() is { Anonymous: false }))
        {
            foreach (var (site, sent) in new[] { ("cross-site", key), ("same-site", key), ("same-origin", foreign), ("", foreign), ("same-origin", "") })
            {
                browser.FetchSite = site;
                ((int)(await SendAsync(browser, endpoint, sent)).Status).ShouldBe(403, $"{endpoint.DisplayName} from {site}");
            }
        }

        (await desk.ListAuditAsync()).Count.ShouldBe(before);
        (await browser.GetAsync("/console")).ShouldShow("overview"); // signed in still
    }

    [Fact]
    public async Task The_menu_shows_what_the_roles_give()
    {
        var desk = await StaffDesk.OpenAsync(host);
        using var support = await desk.SignInAsync(StaffRoles.Support);
        using var administrator = await desk.SignInAsync(StaffRoles.Administrator);
        using var both = await desk.SignInAsync(StaffRoles.Support | StaffRoles.Compliance);

        Menu(await support.GetAsync("/console")).ShouldBe(["nav-overview", "nav-approvals", "nav-reconciliation", "nav-payments", "nav-traders", "nav-chat"]);
        Menu(await both.GetAsync("/console")).ShouldContain("nav-audit");
        foreach (var link in (await administrator.GetAsync("/console")).Document.QuerySelectorAll("nav a"))
        {
            ((int)(await administrator.GetAsync(link.GetAttribute("href")!)).Status).ShouldBe(200, link.TextContent);
        }
    }

    private static IEnumerable<string?> Menu(Page page) => page.Document.QuerySelectorAll("nav a").Select(static link => link.GetAttribute("data-testid"));

    private static Task<Page> SendAsync(Browser browser, RouteEndpoint endpoint, string key)
    {
        var parts = endpoint.RoutePattern.RawText!.Split('/').Select(static part => part.StartsWith('{') ? part.Contains(":long", StringComparison.Ordinal) ? "987654321" : "nothing" : part);
        var path = string.Join('/', parts);
        return IsPost(endpoint) ? browser.PostAsync(path, new() { ["formKey"] = key }) : browser.GetAsync(path);
    }

    private static bool IsPost(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true;

    private static bool EndsSession(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.EndsWith("/sign-out", StringComparison.Ordinal);

    private static bool IsStream(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.EndsWith("/live", StringComparison.Ordinal);
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>A broker with partners whose people use screens.</summary>
internal sealed class PartnerScreens(ScreensHost host, TestCrm crm)
{
    /// <summary>What a person's browser calls itself.</summary>
    public const string Person = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    public TestCrm Crm => crm;

    public BrokerEntity Broker => crm.Broker();

    public static async Task<PartnerScreens> OpenAsync(ScreensHost host, Func<PartnerSettings, PartnerSettings>? change = null, Uri? webUrl = null) => new(
        host, await host.NewCrmAsync(change: settings => settings with { WebUrl = webUrl, Partners = (change ?? (static same => same))(new() { PullInterval = TimeSpan.Zero }) }));

    public Browser NewBrowser(string agent = Person, string? purpose = null) => new(host) { UserAgent = agent, Purpose = purpose };

    /// <summary>A trader whom the broker has made a partner.</summary>
    public async Task<(long Id, string Identifier, BrokerUser User)> NewPartnerAsync(string name = "Ann")
    {
        var user = await host.NewTraderAsync(crm);
        var answer = await AskAsync(HttpMethod.Post, "partners", new { brokerName = Broker.Name.Value, traderId = user.Id, name });
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
        return ((long)answer.Json["partner"]!["id"]!, (string)answer.Json["partner"]!["partnerId"]!, user);
    }

    /// <summary>A link; the path that people open, and its number.</summary>
    public async Task<(string Path, long Id)> NewLinkAsync(long partner, object? more = null)
    {
        var answer = await AskAsync(HttpMethod.Post, $"partners/{partner}/links", more ?? new { name = "May" });
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
        return (new Uri(answer.Text("url")).AbsolutePath, (long)answer.Json["id"]!);
    }

    public async Task<(long Clicks, long SignUps)> CountAsync(long partner, long link)
    {
        var found = (await AskAsync(HttpMethod.Get, $"partners/{partner}/links")).Json["links"]!.AsArray().Single(one => (long)one!["id"]! == link)!;
        return ((long)found["clicks"]!, (long)found["signUps"]!);
    }

    /// <summary>Whose trader the person with an address is: the partner's name, and the sentences.</summary>
    public async Task<(string? Partner, IReadOnlyList<string> Steps)> ExplainAsync(string email)
    {
        var user = await host.FindAsync(crm, email);
        var json = (await AskAsync(HttpMethod.Get, $"traders/{user.Id}/attribution")).Json;
        return ((string?)json["partner"]?["name"], [.. json["steps"]!.AsArray().Select(static step => (string)step!["text"]!)]);
    }

    public async Task<Answer> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", crm.Configuration.ManagementKey);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    /// <summary>Fills in the sign-up form of a page, and sends it; the address of who signed up.</summary>
    public static async Task<string> SignUpAsync(Browser browser, Page form, string? code = null)
    {
        var email = People.NewEmail();
        List<(string, string?)> fields = [("firstName", "Zoë"), ("lastName", "Quinn"), ("email", email), ("password", People.Password)];
        if (code is not null)
        {
            fields.Add(("code", code));
        }

        (await browser.SubmitAsync(form, "submit", [.. fields])).Status.ShouldBe(HttpStatusCode.SeeOther);
        return email;
    }

    public Task ChangeAsync(Func<BrokerSettings, BrokerSettings> change) => host.ApplyAsync(
        crm.Configuration with { Brokers = [.. crm.Configuration.Brokers.Select(broker => broker with { Settings = change(broker.Settings) })] });
}

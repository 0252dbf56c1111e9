using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.UserImport;

/// <summary>Users whom a CRM sends to the management API.</summary>
public sealed class UserImportApiTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private const string Json = "application/x-ndjson";

    [Fact]
    public async Task Json_lines_are_taken_and_what_is_not_is_told_by_line()
    {
        var crm = await host.NewCrmAsync();

        var answer = await SendAsync(crm, Json, """
            {"id":"1","email":"a@example.com"}

            {"id":"2","email":"no address"}
            nonsense
            {"id":"3","email":"b@example.com","nickname":"bee"}
            {"id":"1","email":"c@example.com"}
            {"id":"4","email":"d@example.com"}
            """);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        ((long)answer.Json["created"]!).ShouldBe(2);
        ((long)answer.Json["refused"]!).ShouldBe(4);
        answer.Json["refusedLines"]!.AsArray().Select(line => (long)line!["line"]!).ShouldBe([3, 4, 5, 6]);
        answer.Body.ShouldNotContain("nonsense");
        answer.Body.ShouldNotContain("nickname");
    }

    [Fact]
    public async Task Csv_is_taken_with_quotes_and_breaks()
    {
        var crm = await host.NewCrmAsync();

        var answer = await SendAsync(crm, "text/csv; charset=utf-8", "\uFEFFemail,id,firstName,lastName\r\nx@example.com,7,\"Ana \"\"A\"\"\",\"Ruiz, de\"\r\ny@example.com,8,\"two\nlines\",\r\nz@example.com,9,short\r\n");

        ((long)answer.Json["created"]!).ShouldBe(1);
        answer.Json["refusedLines"]!.AsArray().Select(line => (long)line!["line"]!).ShouldBe([3, 5]);
        var user = await host.FindAsync(crm, "x@example.com");
        (user.FirstName, user.LastName).ShouldBe(("Ana \"A\"", "Ruiz, de"));
    }

    [Fact]
    public async Task A_body_of_any_length_is_read_as_it_comes()
    {
        var crm = await host.NewCrmAsync();
        var text = new StringBuilder();
        for (var i = 0; i < 3000; i++)
        {
            text.Append("{\"id\":\"").Append(i).Append("\",\"email\":\"user").Append(i).Append("@example.com\"").Append(' ', 12_000).AppendLine("}");
        }

        var answer = await SendAsync(crm, Json, text.ToString()); // 36 MB, above the server's usual limit

        ((long)answer.Json["created"]!).ShouldBe(3000);
    }

    [Fact]
    public async Task A_rehearsal_stores_nothing()
    {
        var crm = await host.NewCrmAsync();

        ((long)(await SendAsync(crm, Json, """{"id":"1","email":"a@example.com"}""", "&dryRun=true")).Json["created"]!).ShouldBe(1);
        ((long)(await SendAsync(crm, Json, """{"id":"1","email":"a@example.com"}""")).Json["created"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("application/json", "", 415, "INVALID_REQUEST")]
    [InlineData(Json, "&dryRun=perhaps", 400, "INVALID_REQUEST")]
    [InlineData("text/csv", "", 400, "INVALID_REQUEST")]
    public async Task What_is_wrong_as_a_whole_is_refused(string type, string more, int status, string code) =>
        (await SendAsync(await host.NewCrmAsync(), type, """{"id":"1","email":"a@example.com"}""", more)).ShouldBeRefused(status, code);

    [Fact]
    public async Task Only_the_crm_of_a_broker_sends_its_users() // BID-44
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();

        (await SendAsAsync(other.Configuration.ManagementKey, crm, Json, """{"id":"1","email":"a@example.com"}""")).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (await SendAsAsync(null, crm, Json, "{}")).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        (await host.Users.FindByEmailAsync(crm.Broker().Id, "a@example.com", CancellationToken.None)).ShouldBeNull();
    }

    private Task<Answer> SendAsync(TestCrm crm, string type, string body, string more = "") => SendAsAsync(crm.Configuration.ManagementKey, crm, type, body, more);

    private async Task<Answer> SendAsAsync(string? key, TestCrm broker, string type, string body, string more = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/users/import?brokerName={broker.Configuration.Brokers[0].Name}{more}")
        {
            Content = new StringContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
        };
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}

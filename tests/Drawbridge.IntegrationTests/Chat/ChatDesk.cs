using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Chat;

/// <summary>The desk of a CRM, which uses the management API.</summary>
internal sealed class ChatDesk(BrokerHost host, TestCrm crm, string? key = null)
{
    public async Task<Answer> CallAsync(HttpMethod method, string path, object? body = null, bool authenticate = true)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/chat/conversations{path}");
        if (authenticate)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? crm.Configuration.ManagementKey);
        }

        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    /// <summary>An answer whose body is a file.</summary>
    public async Task<HttpResponseMessage> FetchAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/chat/conversations{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? crm.Configuration.ManagementKey);
        return await host.Http.SendAsync(request);
    }

    /// <summary>A file as the body.</summary>
    public async Task<Answer> SendFileAsync(string path, string mediaType, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/chat/conversations{path}") { Content = new ByteArrayContent(content) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? crm.Configuration.ManagementKey);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public async Task<JsonObject> ListAsync(string query = "") => Succeeded(await CallAsync(HttpMethod.Get, query)).Json;

    public async Task<JsonArray> ReadAsync(long id, string query = "") => Succeeded(await CallAsync(HttpMethod.Get, $"/{id}/messages{query}")).Json["messages"]!.AsArray();

    public async Task ReplyAsync(long id, string text, string? sender = null) =>
        Succeeded(await CallAsync(HttpMethod.Post, $"/{id}/messages", new { text, sender, submissionKey = Guid.NewGuid().ToString("N") }), 201);

    public async Task<long> MarkReadAsync(long id, long upTo) => (long)Succeeded(await CallAsync(HttpMethod.Post, $"/{id}/read", new { upTo })).Json["unread"]!;

    private static Answer Succeeded(Answer answer, int status = 200)
    {
        ((int)answer.Status).ShouldBe(status, answer.Body);
        return answer;
    }
}

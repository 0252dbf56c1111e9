using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>An answer, read completely.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, MediaTypeHeaderValue? ContentType)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? ErrorCode => (string?)Json["error"]?["errorCode"];

    public void ShouldBeRefused(int status, string code)
    {
        ((int)Status).ShouldBe(status, Text);
        ErrorCode.ShouldBe(code);
        ((string?)Json["error"]!["description"]).ShouldNotBeNullOrEmpty();
    }
}

/// <summary>Sends what a test says, nothing more.</summary>
public sealed class PlatformApi(HttpClient client, string? managerToken)
{
    public static readonly string PasswordMd5 = PasswordHashMd5.Of("account password").Reveal();

    private static int _count;

    public string? ManagerToken => managerToken;

    public static async Task<PlatformApi> LogInAsync(HttpClient client, long login, string password)
    {
        var open = new PlatformApi(client, managerToken: null);
        var answer = await open.PostAsync(PlatformPaths.ManagerToken, new JsonObject { ["login"] = login, ["hashedPassword"] = PasswordHashMd5.Of(password).Reveal() });
        return new(client, (string?)answer.Json["webservToken"]);
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Post, path, body?.ToJsonString());

    public Task<ApiAnswer> PutAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Put, path, body?.ToJsonString());

    /// <summary>Null for <paramref name="accept"/> or <paramref name="contentType"/> leaves the header out.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, string? body = null, string? contentType = "application/json", string? accept = "application/json")
    {
        using var request = new HttpRequestMessage(method, WithToken(path));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept).ShouldBeTrue();
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType).ShouldBeTrue();
            }
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType);
    }

    /// <summary>Without a length in advance.</summary>
    public async Task<ApiAnswer> SendChunkedAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, WithToken(path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType);
    }

    public static string NewEmail() => $"user{Interlocked.Increment(ref _count)}.{Guid.NewGuid():N}@example.test";

    /// <summary>Call 3.2.</summary>
    public async Task<long> NewUserAsync(string crm = PlatformServer.Crm, string? email = null)
    {
        var answer = await PostAsync(PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = crm, ["email"] = email ?? NewEmail() });
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return (long)answer.Json["userId"]!;
    }

    public static JsonObject Trader(string broker = PlatformServer.Broker) => new()
    {
        ["accessRights"] = "FULL_ACCESS",
        ["accountType"] = "HEDGED",
        ["balance"] = 0,
        ["brokerName"] = broker,
        ["depositCurrency"] = "EUR",
        ["groupName"] = "Default",
        ["hashedPassword"] = PasswordMd5,
        ["leverageInCents"] = 10000,
        ["totalMarginCalculationType"] = "MAX",
    };

    /// <summary>Call 3.3.</summary>
    public async Task<long> NewTraderAsync(string broker = PlatformServer.Broker, string group = "Default", long balance = 0)
    {
        var body = Trader(broker);
        body["groupName"] = group;
        body["balance"] = balance;
        var answer = await PostAsync(PlatformPaths.Traders, body);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return (long)answer.Json["login"]!;
    }

    public static JsonObject Link(long userId, long login, string broker = PlatformServer.Broker) => new()
    {
        ["environmentName"] = "live",
        ["brokerName"] = broker,
        ["traderLogin"] = login,
        ["traderPasswordHash"] = PasswordMd5,
        ["userId"] = userId,
        ["returnAccountDetails"] = true,
    };

    /// <summary>Call 3.4.</summary>
    public async Task<long> NewLinkAsync(long userId, long login, string broker = PlatformServer.Broker)
    {
        var answer = await PostAsync(PlatformPaths.Link, Link(userId, login, broker));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return (long)answer.Json["ctidTraderAccountId"]!;
    }

    private string WithToken(string path) =>
        managerToken is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={managerToken}"; // B2P-0-8
}

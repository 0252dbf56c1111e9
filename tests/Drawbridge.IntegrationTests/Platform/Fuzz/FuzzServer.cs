using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>A platform of its own that keeps no log, for broken requests.</summary>
public sealed class FuzzServer : IAsyncLifetime
{
    private PlatformServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PlatformServer.StartAsync(static options =>
        {
            options.PasswordIterations = 10;
            options.Brokers.Single(static broker => broker.BrokerName == PlatformServer.OtherBroker).Identity = IdentityMode.Handoff;
        });
        _server.Logs.IsOn = false;
        _client = _server.Authority.NewClient(_server.Https);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Api.ManagerToken); // for the pulls of Invite
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The endpoints, with an account and a session that no other group damages.</summary>
    internal async Task<FuzzEndpoints> NewEndpointsAsync()
    {
        var userId = await _server.Api.NewUserAsync();
        var login = await _server.Api.NewTraderAsync(balance: 1_000_000);
        var accountId = await _server.Api.NewLinkAsync(userId, login);
        var code = $"fuzz-session-code-{userId}";
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");
        var session = await _server.As(managerToken: null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = code });
        return new(userId, login, accountId, (string)session.Json["sessionId"]!);
    }

    /// <summary>The address goes out as it is, with the manager's token at its end.</summary>
    internal async Task<ApiAnswer> SendAsync(FuzzCase one)
    {
        var address = _server.Https.GetLeftPart(UriPartial.Authority) + one.PathAndQuery + (one.PathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?')
            + "token=" + _server.Api.ManagerToken;
        using var request = new HttpRequestMessage(
            new HttpMethod(one.Method), new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (one.Accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", one.Accept);
        }

        if (one.Body is not null)
        {
            request.Content = new ByteArrayContent(one.Body);
            if (one.ContentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", one.ContentType);
            }
        }

        try
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException($"No answer to {one}", e);
        }
    }
}

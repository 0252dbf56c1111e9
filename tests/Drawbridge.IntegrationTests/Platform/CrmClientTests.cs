using System.Net;
using System.Net.Sockets;
using System.Text;
using Drawbridge.Client.Crm;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class CrmClientTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly LogSink _logs = new();
    private FakeCrm _crm = null!;
    private ServiceProvider _services = null!;

    private CrmClient Client => _services.GetRequiredService<CrmClient>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _crm = await FakeCrm.StartAsync(_authority);
        _services = NewServices(_authority.File);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _crm.DisposeAsync();
        _authority.Dispose();
    }

    private ServiceProvider NewServices(string? authorityFile)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddLogging(logging => logging.AddProvider(_logs).SetMinimumLevel(LogLevel.Trace));
        services.AddDrawbridgeCrmClient(options => options.AuthorityFile = authorityFile);
        return services.BuildServiceProvider();
    }

    private CrmPeer Peer(string broker = "tradingtech_main", string password = FakeCrm.Password, Uri? address = null) =>
        new(address ?? new Uri(_crm.Address, "/base/"), BrokerCrmName.Parse("tradingtech_crm"), BrokerName.Parse(broker), password, allowHttpOnLoopback: false);

    private static string NewCode() => $"code{Guid.NewGuid():N}";

    private string Exchangeable(long userId = 10345533)
    {
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}},"accessToken":"at-{{code}}","inappToken":"it-{{code}}","new":[1]}""");
        return code;
    }

    [Fact] // P2B-0-1, P2B-0-3, P2B-0-5, P2B-0-6, P2B-0-7, P2B-4.1-1..3, P2B-4.2-1..5, BID-6, BID-7, BID-11
    public async Task The_token_of_the_crm_is_fetched_first_and_both_names_go_everywhere()
    {
        var code = Exchangeable();

        var result = await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation);

        var user = result.ShouldBeOfType<CrmResult<AuthorizeOneTimeResponse>.Answered>().Value;
        user.ShouldBe(new(10345533, $"at-{code}", $"it-{code}"));
        _crm.Requests.Select(static request => request.Path).ShouldBe(["/base" + CrmPaths.CrmApiToken, "/base" + CrmPaths.AuthorizeOneTime]);
        foreach (var request in _crm.Requests)
        {
            request.Query["brokerName"].ToString().ShouldBe("tradingtech_main");
            request.Query["brokerCrmName"].ToString().ShouldBe("tradingtech_crm");
            ((string?)request.Body!["brokerName"]).ShouldBe("tradingtech_main");
            ((string?)request.Body!["brokerCrmName"]).ShouldBe("tradingtech_crm");
        }

        _crm.Requests[0].Query.ContainsKey("crmApiToken").ShouldBeFalse();
        ((string?)_crm.Requests[0].Body!["password"]).ShouldBe(FakeCrm.Password);
        _crm.Requests[1].Query["crmApiToken"].ToString().ShouldStartWith("crm-api-token-1");
        ((string?)_crm.Requests[1].Body!["code"]).ShouldBe(code);
    }

    [Fact] // P2B-4.3-1..4
    public async Task An_access_token_is_verified()
    {
        _crm.When(CrmPaths.Authorize, "at-1", 200, """{"userId":7,"inappToken":"it"}""");

        (await Client.AuthorizeAsync(Peer(), "at-1", Cancellation)).ShouldBeOfType<CrmResult<AuthorizeResponse>.Answered>().Value.ShouldBe(new(7, "it"));
    }

    [Fact] // P2B-4.4-1..4, P2B-IT-7, P2B-4.5-1..4
    public async Task A_token_is_generated_and_a_user_logged_out()
    {
        _crm.When(CrmPaths.GenerateOneTime, "it%2F1", 200, """{"token":"16chD7xeIxc3p387Cjdcnpax2er"}""");

        (await Client.GenerateOneTimeAsync(Peer(), 7, "it/1", Cancellation)).ShouldBeOfType<CrmResult<GenerateOneTimeResponse>.Answered>();
        (await Client.LogoutAsync(Peer(), 7, accessToken: null, Cancellation)).ShouldBeOfType<CrmResult<CrmLoggedOut>.Answered>();

        var (generate, logout) = (_crm.Requests[^2], _crm.Requests[^1]);
        ((long)generate.Body!["userId"]!).ShouldBe(7);
        generate.Query["inappToken"].ToString().ShouldBe("it/1");
        logout.Query["userId"].ToString().ShouldBe("7");
        logout.Query.ContainsKey("accessToken").ShouldBeTrue();
        logout.Query["accessToken"].ToString().ShouldBeEmpty();
        logout.RawBody.ShouldBeEmpty();
    }

    [Fact] // P2B-0-17, P2B-CT-5
    public async Task A_token_that_the_crm_no_longer_accepts_is_renewed_once()
    {
        await Client.AuthorizeOneTimeAsync(Peer(), Exchangeable(), Cancellation);
        _crm.ForgetTokens();
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, (http, request) => request.Query["crmApiToken"].ToString().StartsWith("crm-api-token-2", StringComparison.Ordinal)
            ? FakeCrm.WriteAsync(http, 200, """{"userId":8}""")
            : FakeCrm.RefuseAsync(http, 403, CrmErrorCode.ClientAuthFailure));

        (await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation)).ShouldBeOfType<CrmResult<AuthorizeOneTimeResponse>.Answered>();

        _crm.TokensIssued.ShouldBe(2);
        _crm.Requests.Count(static request => request.Path.EndsWith("authorize", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact] // P2B-0-17
    public async Task A_refusal_that_a_new_token_does_not_heal_is_repeated_once_only()
    {
        _crm.When(CrmPaths.GenerateOneTime, "", (http, _) => FakeCrm.RefuseAsync(http, 403, CrmErrorCode.ClientAuthFailure));

        var refused = (await Client.GenerateOneTimeAsync(Peer(), 7, "bad", Cancellation)).ShouldBeOfType<CrmResult<GenerateOneTimeResponse>.Refused>();

        refused.Status.ShouldBe(403);
        _crm.TokensIssued.ShouldBe(2);
        _crm.Requests.Count(static request => request.Path.EndsWith("generate", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact] // P2B-CT-5
    public async Task Callers_at_once_share_one_token()
    {
        var codes = Enumerable.Range(0, 24).Select(_ => Exchangeable()).ToList();

        var results = await Task.WhenAll(codes.Select(code => Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation)));

        results.ShouldAllBe(static result => result is CrmResult<AuthorizeOneTimeResponse>.Answered);
        _crm.TokensIssued.ShouldBe(1);
    }

    [Fact] // P2B-CT-4
    public async Task Each_broker_has_a_token_of_its_own()
    {
        await Client.AuthorizeOneTimeAsync(Peer(), Exchangeable(), Cancellation);
        await Client.AuthorizeOneTimeAsync(Peer("tradingtech_wl_europe"), Exchangeable(), Cancellation);

        _crm.TokensIssued.ShouldBe(2);
    }

    [Fact] // P2B-4.1-5, P2B-CT-5
    public async Task A_wrong_password_is_a_refusal_that_is_not_remembered()
    {
        var refused = await Client.AuthorizeOneTimeAsync(Peer(password: "wrong"), NewCode(), Cancellation);
        await Client.AuthorizeOneTimeAsync(Peer(password: "wrong"), NewCode(), Cancellation);

        refused.ShouldBeOfType<CrmResult<AuthorizeOneTimeResponse>.Refused>().Code.ShouldBe(CrmErrorCode.ClientAuthFailure);
        _crm.Requests.Count.ShouldBe(2);
    }

    [Theory] // ERR-4, B2P-0-20
    [InlineData(404, """{"error":"Not Found","message":"No.","code":"OT_TOKEN_NOT_FOUND"}""", "OT_TOKEN_NOT_FOUND", "No.")]
    [InlineData(410, "CID_TOKEN_EXPIRED: too late", "CID_TOKEN_EXPIRED", "too late")]
    [InlineData(404, "<html><body>nginx</body></html>", null, "<html><body>nginx</body></html>")]
    [InlineData(417, "", null, "")]
    [InlineData(400, "[]", null, "[]")]
    [InlineData(400, """{"code":7}""", null, "")]
    public async Task A_refusal_is_read_in_whatever_form_it_comes(int status, string body, string? code, string message)
    {
        var sent = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, sent, status, body);

        (await Client.AuthorizeOneTimeAsync(Peer(), sent, Cancellation)).ShouldBe(new CrmResult<AuthorizeOneTimeResponse>.Refused(status, code, message));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "OK")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"userId":"abc"}""")]
    [InlineData(200, """{"userId":0}""")]
    [InlineData(200, "null")]
    [InlineData(204, "")]
    [InlineData(302, "")]
    public async Task An_answer_that_makes_no_sense_is_told_apart(int status, string body)
    {
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, (http, _) =>
        {
            http.Response.Headers.Location = status == 302 ? "https://elsewhere.example/" : default;
            http.Response.StatusCode = status;
            return body.Length > 0 ? http.Response.WriteAsync(body) : Task.CompletedTask;
        });

        (await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation)).ShouldBeOfType<CrmResult<AuthorizeOneTimeResponse>.Nonsense>().Status.ShouldBe(status);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, 200, new string(' ', 100_000) + """{"userId":1}""");

        (await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation)).ShouldBeOfType<CrmResult<AuthorizeOneTimeResponse>.Nonsense>();
    }

    [Fact] // FLOW-RELOGIN-7
    public async Task A_server_error_is_no_verdict_on_the_token()
    {
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, 503, "");

        (await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation))
            .ShouldBe(new CrmResult<AuthorizeOneTimeResponse>.Unreachable(CrmFailure.ServerError, MayHaveBeenProcessed: true));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_may_have_been_processed()
    {
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, async (http, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await http.RequestAborted.WhenCancelledAsync();
        });

        (await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation))
            .ShouldBe(new CrmResult<AuthorizeOneTimeResponse>.Unreachable(CrmFailure.TimedOut, MayHaveBeenProcessed: true));
    }

    [Fact]
    public async Task A_connection_that_breaks_may_have_been_processed()
    {
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, (http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        });

        (await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation))
            .ShouldBe(new CrmResult<AuthorizeOneTimeResponse>.Unreachable(CrmFailure.ConnectionLost, MayHaveBeenProcessed: true));
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_processed()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        (await Client.AuthorizeOneTimeAsync(Peer(address: new Uri($"https://127.0.0.1:{port}")), NewCode(), Cancellation))
            .ShouldBe(new CrmResult<AuthorizeOneTimeResponse>.Unreachable(CrmFailure.NotConnected, MayHaveBeenProcessed: false));
    }

    [Fact] // P2B-0-4
    public async Task A_certificate_of_a_stranger_is_rejected()
    {
        await using var strict = NewServices(authorityFile: null);

        (await strict.GetRequiredService<CrmClient>().AuthorizeOneTimeAsync(Peer(), NewCode(), Cancellation))
            .ShouldBe(new CrmResult<AuthorizeOneTimeResponse>.Unreachable(CrmFailure.CertificateRejected, MayHaveBeenProcessed: false));
        _crm.Requests.ShouldBeEmpty();
    }

    [Theory] // P2B-0-2, P2B-0-4, B2P-0-2
    [InlineData("http://crm.example/", true)]
    [InlineData("http://127.0.0.1:5000/", false)]
    [InlineData("https://crm.example/?a=b", true)]
    [InlineData("https://user:password@crm.example/", true)]
    [InlineData("ftp://127.0.0.1/", true)]
    public void An_address_that_is_not_https_is_refused(string address, bool allowHttpOnLoopback) =>
        Should.Throw<ArgumentException>(() => new CrmPeer(
            new Uri(address), BrokerCrmName.Parse("crm"), BrokerName.Parse("broker"), "secret", allowHttpOnLoopback)).Message.ShouldNotContain("secret");

    [Fact] // B2P-0-2
    public async Task Plain_http_on_this_machine_is_a_switch_for_tests()
    {
        await using var plain = await FakeCrm.StartAsync(_authority, https: false);
        var peer = new CrmPeer(plain.Address, BrokerCrmName.Parse("crm"), BrokerName.Parse("broker"), FakeCrm.Password, allowHttpOnLoopback: true);

        (await Client.AuthenticateAsync(peer, Cancellation)).ShouldBeOfType<CrmResult<CrmApiTokenResponse>.Answered>();
    }

    [Fact] // B2P-0-23, P2B-0-16, BID-9
    public async Task Nothing_secret_gets_into_a_log_or_a_result()
    {
        var code = NewCode();
        _crm.When(CrmPaths.AuthorizeOneTime, code, (http, request) =>
            FakeCrm.WriteAsync(http, 404, $$"""{"error":"x","message":"no {{code}} for {{request.Query["crmApiToken"]}}","code":"OT_TOKEN_NOT_FOUND"}"""));
        var good = Exchangeable();

        var refused = await Client.AuthorizeOneTimeAsync(Peer(), code, Cancellation);
        var answered = await Client.AuthorizeOneTimeAsync(Peer(), good, Cancellation);
        await Client.LogoutAsync(Peer(), 7, "at-secret-value", Cancellation);

        var text = new StringBuilder(_logs.Text).Append(refused).Append(answered).Append(Peer()).ToString();
        text.ShouldContain("tradingtech_main");
        foreach (var secret in new[] { code, good, "crm-api-token", FakeCrm.Password, "at-secret-value" })
        {
            text.ShouldNotContain(secret);
        }
    }
}

internal static class CancellationTokenExtensions
{
    public static async Task WhenCancelledAsync(this CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}

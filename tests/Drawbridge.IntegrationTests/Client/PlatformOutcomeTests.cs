using System.Net;
using System.Net.Sockets;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>What is certain after a call, in every way it can end.</summary>
public sealed class PlatformOutcomeTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<int, string?, string, int, string?> Refusals => new()
    {
        // ERR-2, ERR-21..23, ERR-32: the platform's own form; the code decides before the status (DEC-29).
        { 400, """{"error":{"errorCode":"CH_EMAIL_ALREADY_EXISTS","description":"x"}}""", "application/json", 400, "CH_EMAIL_ALREADY_EXISTS" },
        { 500, """{"error":{"errorCode":"NOT_ENOUGH_RIGHTS","description":"x"}}""", "application/json", 500, "NOT_ENOUGH_RIGHTS" },

        // ERR-4: other forms.
        { 400, "CH_EMAIL_INVALID: no such thing", "text/plain", 400, "CH_EMAIL_INVALID" },
        { 403, "<html>blocked</html>", "text/html", 403, null },
        { 404, null, "text/plain", 404, null },
        { 400, """{"errorCode":"INVALID_REQUEST"}""", "application/json", 400, "INVALID_REQUEST" },
        { 418, """{"error":"teapot"}""", "application/json", 418, null },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_no_is_certain(int status, string? body, string type, int expectedStatus, string? expectedCode)
    {
        var result = await CreateUserAsync(Faults.Answer(status, body, type));

        var refused = result.ShouldBeOfType<PlatformResult<long>.Refused>();
        refused.Status.ShouldBe(expectedStatus);
        refused.ErrorCode.ShouldBe(expectedCode);
    }

    public static TheoryData<int, string?, string> Doubts => new()
    {
        { 500, """{"error":{"errorCode":"UNKNOWN_ERROR","description":"x"}}""", "application/json" },
        { 400, """{"error":{"errorCode":"UNKNOWN_ERROR","description":"x"}}""", "application/json" },
        { 502, "<html>bad gateway</html>", "text/html" },
        { 504, null, "text/plain" },
        { 503, """{"error":{"errorCode":"SOMETHING_NEW"}}""", "application/json" },
        { 408, null, "text/plain" },
        { 302, null, "text/plain" },
        { 200, "<html>maintenance</html>", "text/html" },
        { 200, "", "application/json" },
        { 200, "{}", "application/json" },
        { 201, """<response><userId>5</userId></response>""", "application/xml" },
        { 201, """{"userId":""", "application/json" },
    };

    [Theory, MemberData(nameof(Doubts))]
    public async Task Anything_unreadable_leaves_a_doubt(int status, string? body, string type) =>
        (await CreateUserAsync(Faults.Answer(status, body, type))).ShouldBeOfType<PlatformResult<long>.Ambiguous>();

    [Fact] // B2P-0-20
    public async Task Any_2xx_is_success() =>
        (await CreateUserAsync(Faults.Answer(299, """{"userId":"5","more":[1]}"""))).ShouldBe(new PlatformResult<long>.Answered(5));

    [Fact] // B2P-0-14, ERR-25
    public async Task The_wished_pause_is_handed_on()
    {
        var result = await CreateUserAsync(Faults.Refuse(429, "REQUEST_FREQUENCY_EXCEEDED", retryAfter: 17));

        result.ShouldBeOfType<PlatformResult<long>.Refused>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task A_reset_leaves_a_doubt_before_and_after_the_platform_acted()
    {
        (await CreateUserAsync(Faults.ResetBefore)).ShouldBeOfType<PlatformResult<long>.Ambiguous>();
        (await CreateUserAsync(Faults.ResetAfter)).ShouldBeOfType<PlatformResult<long>.Ambiguous>();
    }

    [Fact]
    public async Task A_write_is_never_sent_twice_by_itself()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());

        // Twice, so that the second request goes over a connection that was used before.
        await client.Users.FindByEmailAsync("a@b.example", None);
        platform.Next("3.2", Faults.ResetBefore, Faults.ResetAfter);
        await client.Users.CreateAsync(new() { Email = "a@b.example" }, None);

        platform.Count("3.2").ShouldBe(1);
    }

    [Fact]
    public async Task No_answer_in_time_leaves_a_doubt()
    {
        var time = new ManualTimeProvider();
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(time);
        var held = platform.Hold("3.2", after: true);

        var call = clients.For(platform.Peer()).Users.CreateAsync(new() { Email = "a@b.example" }, None);
        await held.Reached;
        time.Advance(TimeSpan.FromSeconds(10));

        (await call).ShouldBe(new PlatformResult<long>.Ambiguous("timeout"));
        held.Release();
    }

    [Fact]
    public async Task No_connection_means_that_nothing_was_sent()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());
        await client.Users.FindByEmailAsync("a@b.example", None);
        await platform.DisposeAsync();

        (await client.Users.CreateAsync(new() { Email = "a@b.example" }, None)).ShouldBeOfType<PlatformResult<long>.NotSent>();
    }

    [Fact]
    public async Task An_unknown_host_means_that_nothing_was_sent()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer() with { Endpoints = [new Uri("https://platform.invalid")] });

        (await client.Users.CreateAsync(new() { Email = "a@b.example" }, None)).ShouldBeOfType<PlatformResult<long>.NotSent>();
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(trusting: false);

        var result = await clients.For(platform.Peer()).Users.CreateAsync(new() { Email = "a@b.example" }, None);

        result.ShouldBeOfType<PlatformResult<long>.NotSent>();
        platform.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("other.example", false)]
    [InlineData("localhost", true)]
    public async Task Trusting_an_authority_does_not_excuse_a_wrong_name_or_date(string host, bool expired)
    {
        await using var platform = await fixture.StartAsync(host: host, expired: expired);
        using var clients = fixture.Clients();

        var result = await clients.For(platform.Peer()).Users.CreateAsync(new() { Email = "a@b.example" }, None);

        result.ShouldBeOfType<PlatformResult<long>.NotSent>();
        platform.Seen.ShouldBeEmpty();
    }

    [Theory] // B2P-0-2
    [InlineData("http://platform.example", true)]
    [InlineData("http://127.0.0.1:5000", false)]
    [InlineData("https://user:password@platform.example", true)]
    [InlineData("ftp://127.0.0.1", true)]
    public async Task Only_https_is_called(string address, bool allowLoopback)
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(configure: options => options.AllowLoopbackHttp = allowLoopback);

        Should.Throw<ArgumentException>(() => clients.For(platform.Peer() with { Endpoints = [new Uri(address)] })).Message.ShouldNotContain("password@");
    }

    [Fact] // B2P-0-2
    public async Task A_test_may_allow_http_to_this_machine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(configure: options => options.AllowLoopbackHttp = true);

        clients.For(platform.Peer() with { Endpoints = [new Uri("http://127.0.0.1:5000")] }).ShouldNotBeNull();
    }

    private async Task<PlatformResult<long>> CreateUserAsync(Fault fault)
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next("3.2", fault);
        return await clients.For(platform.Peer()).Users.CreateAsync(new() { Email = "a@b.example" }, None);
    }
}

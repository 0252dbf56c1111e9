using Drawbridge.Client.Platform;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>How manager tokens are fetched, shared and renewed.</summary>
public sealed class ManagerTokenTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // B2P-3.1-9
    public async Task Concurrent_callers_share_one_fetch()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var held = platform.Hold("3.1", after: false);

        var calls = Enumerable.Range(0, 16).Select(_ => clients.For(platform.Peer()).Users.FindByEmailAsync("a@b.example", None)).ToList();
        await held.Reached;
        held.Release();
        var results = await Task.WhenAll(calls);

        results.ShouldAllBe(result => result is PlatformResult<long?>.Answered);
        platform.Count("3.1").ShouldBe(1);
    }

    [Fact] // B2P-0-10, B2P-3.1-6
    public async Task A_refused_token_is_renewed_and_the_call_repeated_once()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());
        await client.Users.FindByEmailAsync("a@b.example", None);
        platform.Token = "another-token";

        var result = await client.Users.CreateAsync(new() { Email = "a@b.example" }, None);

        result.ShouldBeOfType<PlatformResult<long>.Answered>();
        platform.Count("3.1").ShouldBe(2);
        platform.Count("3.2").ShouldBe(2);
    }

    [Fact] // B2P-0-10, B2P-0-14
    public async Task A_token_refused_again_is_the_answer()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next("3.2", Faults.Refuse(401, "AUTHENTICATION_FAILED"), Faults.Refuse(401, "AUTHENTICATION_FAILED"));

        var result = await clients.For(platform.Peer()).Users.CreateAsync(new() { Email = "a@b.example" }, None);

        result.ShouldBeOfType<PlatformResult<long>.Refused>().ErrorCode.ShouldBe("AUTHENTICATION_FAILED"); // ERR-40
        platform.Count("3.2").ShouldBe(2);
    }

    [Fact] // B2P-3.1-8
    public async Task Without_a_token_nothing_is_sent_and_a_wrong_password_is_not_hammered()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer(password: "wrong"));

        for (var i = 0; i < 3; i++)
        {
            var result = await client.Users.CreateAsync(new() { Email = "a@b.example" }, None);
            result.ShouldBeOfType<PlatformResult<long>.NotSent>().Reason.ShouldBe("no manager token: 401 AUTHENTICATION_FAILED");
        }

        platform.Seen.Select(seen => seen.Call).ShouldBe(["3.1"]);
    }

    [Fact]
    public async Task A_wrong_password_does_not_get_the_token_of_a_right_one()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        await clients.For(platform.Peer()).Users.FindByEmailAsync("a@b.example", None);

        var result = await clients.For(platform.Peer(version: "v2", password: "wrong")).Users.FindByEmailAsync("a@b.example", None);

        result.ShouldBeOfType<PlatformResult<long?>.NotSent>();
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_stop_the_fetch_of_the_others()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());
        var held = platform.Hold("3.1", after: false);
        using var impatience = new CancellationTokenSource();

        var first = client.Users.FindByEmailAsync("a@b.example", impatience.Token);
        var second = client.Users.FindByEmailAsync("a@b.example", None);
        await held.Reached;
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        held.Release();

        (await second).ShouldBeOfType<PlatformResult<long?>.Answered>();
        platform.Count("3.1").ShouldBe(1);
    }

    [Fact] // B2P-0-5
    public async Task Each_broker_has_its_own_platform_and_token()
    {
        await using var live = await fixture.StartAsync();
        await using var demo = await fixture.StartAsync();
        (live.Token, demo.Token) = ("live-token", "demo-token");
        using var clients = fixture.Clients();

        (await clients.For(live.Peer()).Users.FindByEmailAsync("a@b.example", None)).ShouldBeOfType<PlatformResult<long?>.Answered>();
        (await clients.For(demo.Peer()).Users.FindByEmailAsync("a@b.example", None)).ShouldBeOfType<PlatformResult<long?>.Answered>();

        live.Seen.Last().Query.ShouldEndWith("token=live-token");
        demo.Seen.Last().Query.ShouldEndWith("token=demo-token");
    }
}

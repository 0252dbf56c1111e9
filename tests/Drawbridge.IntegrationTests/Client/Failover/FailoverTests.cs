using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Client.Failover;

/// <summary>Which endpoint a call goes to, and what it means when one of two does not work (CONN-6, CONN-11).</summary>
public sealed class FailoverTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static readonly ChangeBalanceRequest Deposit = new() { PreciseAmount = 1, Type = BalanceChangeType.Deposit };

    public static TheoryData<string> Broken => ["nobody listens", "unknown name", "foreign certificate"];

    [Theory, MemberData(nameof(Broken))]
    public async Task What_was_surely_not_sent_goes_to_the_other_endpoint(string kind)
    {
        await using var second = await fixture.StartAsync();
        await using var foreign = await fixture.StartAsync(host: "other.example");
        using var clients = fixture.Clients();
        var first = kind switch
        {
            "nobody listens" => Nobody(),
            "unknown name" => new Uri("https://platform.invalid"),
            _ => foreign.BaseUrl,
        };
        var client = clients.For(second.Peer() with { Endpoints = [first, second.BaseUrl] });

        var written = await client.Users.CreateAsync(new() { Email = "a@b.example" }, None);
        var read = await client.Users.FindByEmailAsync("a@b.example", None);

        written.ShouldBe(new PlatformResult<long>.Answered(second.Users["a@b.example"]));
        read.ShouldBe(new PlatformResult<long?>.Answered(second.Users["a@b.example"]));
        foreign.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_both_are_out_of_reach_nothing_was_sent()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(configure: static options => options.Failover.Pause = TimeSpan.FromMilliseconds(1));
        var client = clients.For(platform.Peer() with { Endpoints = [Nobody(), Nobody()] });

        (await client.Users.CreateAsync(new() { Email = "a@b.example" }, None)).ShouldBeOfType<PlatformResult<long>.NotSent>();
        (await client.Users.FindByEmailAsync("a@b.example", None)).ShouldBeOfType<PlatformResult<long?>.NotSent>();
    }

    [Fact]
    public async Task With_one_endpoint_a_write_that_was_not_sent_is_tried_again()
    {
        var time = new ManualTimeProvider();
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(time);
        platform.Next("3.1", Faults.ResetBefore, Faults.Answer(503, null));

        var call = clients.For(platform.Peer()).Users.CreateAsync(new() { Email = "a@b.example" }, None);
        foreach (var pause in new[] { 200, 400 })
        {
            await time.WhenTimerIsArmedAsync(TimeSpan.FromMilliseconds(pause)).WaitAsync(Deadline);
            time.Advance(TimeSpan.FromMilliseconds(pause));
        }

        (await call.WaitAsync(Deadline)).ShouldBeOfType<PlatformResult<long>.Answered>();
        (platform.Count("3.1"), platform.Count("3.2")).ShouldBe((3, 1));
    }

    [Fact] // B2P-3.5-13
    public async Task What_may_have_happened_is_not_sent_again()
    {
        await using var two = await TwoPlatforms.StartAsync(fixture);
        await two.WarmUpAsync();
        two.First.Next("POST /v2/webserv/traders/1/changebalance", Faults.ResetAfter, Faults.ServerErrorAfter, Faults.UnreadableAfter, Faults.Answer(503, null));

        for (var i = 0; i < 4; i++)
        {
            (await two.Client.Balances.ChangeAsync(1, Deposit, None)).ShouldBeOfType<PlatformResult<long?>.Ambiguous>();
        }

        two.First.Count("POST /v2/webserv/traders/1/changebalance").ShouldBe(4);
        two.Second.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_brings_about_the_same_state_is_sent_again_at_the_other_endpoint()
    {
        await using var two = await TwoPlatforms.StartAsync(fixture);
        await two.WarmUpAsync();
        two.First.Next("3.13", Faults.ResetAfter);

        (await two.Client.Users.AcceptAgreementAsync(77, None)).ShouldBeOfType<PlatformResult<NoContent>.Answered>();

        (two.First.Count("3.13"), two.Second.Count("3.13")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Only_a_success_takes_a_doubt_away()
    {
        await using var two = await TwoPlatforms.StartAsync(fixture, static options => options.Failover.Pause = TimeSpan.FromMilliseconds(1));
        await two.WarmUpAsync();
        two.First.Next("3.13", Faults.ResetAfter);
        two.Second.Next("3.13", Faults.Refuse(404, "CH_USER_NOT_FOUND"));

        (await two.Client.Users.AcceptAgreementAsync(77, None)).ShouldBeOfType<PlatformResult<NoContent>.Ambiguous>();
        (two.First.Count("3.13"), two.Second.Count("3.13")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_is_sent_again_is_not_sent_for_ever()
    {
        await using var two = await TwoPlatforms.StartAsync(fixture, static options => options.Failover.Pause = TimeSpan.FromMilliseconds(1));
        await two.WarmUpAsync();
        two.First.Next("3.13", Faults.ResetAfter, Faults.ResetAfter, Faults.ResetAfter);
        two.Second.Next("3.13", Faults.ResetAfter, Faults.ResetAfter, Faults.ResetAfter);
        two.First.Next("3.11", Faults.ResetAfter, Faults.ResetAfter, Faults.ResetAfter);
        two.Second.Next("3.11", Faults.ResetAfter, Faults.ResetAfter, Faults.ResetAfter);

        (await two.Client.Users.AcceptAgreementAsync(77, None)).ShouldBeOfType<PlatformResult<NoContent>.Ambiguous>();
        (await two.Client.Users.FindByEmailAsync("a@b.example", None)).ShouldBeOfType<PlatformResult<long?>.Ambiguous>();

        (two.First.Count("3.13") + two.Second.Count("3.13"), two.First.Count("3.11") - 1 + two.Second.Count("3.11")).ShouldBe((3, 3));
    }

    [Fact] // B2P-0-14
    public async Task Whoever_asks_for_a_long_pause_is_not_asked_again()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next("3.11", (context, _) =>
        {
            context.Response.Headers.RetryAfter = "30";
            return new FakeAnswer(503).WriteAsync(context);
        });

        (await clients.For(platform.Peer()).Users.FindByEmailAsync("a@b.example", None))
            .ShouldBe(new PlatformResult<long?>.Ambiguous("status 503", TimeSpan.FromSeconds(30)));
        platform.Count("3.11").ShouldBe(1);
    }

    [Fact]
    public async Task With_one_endpoint_a_read_is_asked_again_after_a_pause()
    {
        var time = new ManualTimeProvider();
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(time);
        platform.Next("3.11", Faults.Answer(502, "<html>bad gateway</html>", "text/html"), Faults.ResetBefore);

        var call = clients.For(platform.Peer()).Users.FindByEmailAsync("a@b.example", None);
        foreach (var pause in new[] { 200, 400 })
        {
            await time.WhenTimerIsArmedAsync(TimeSpan.FromMilliseconds(pause)).WaitAsync(Deadline);
            time.Advance(TimeSpan.FromMilliseconds(pause));
        }

        (await call.WaitAsync(Deadline)).ShouldBe(new PlatformResult<long?>.Answered(null));
        platform.Count("3.11").ShouldBe(3);
    }

    [Fact] // B2P-3.1-9
    public async Task Each_endpoint_has_a_manager_token_of_its_own()
    {
        await using var two = await TwoPlatforms.StartAsync(fixture);
        (two.First.Token, two.Second.Token) = ("first-token", "second-token");
        await two.WarmUpAsync();
        two.First.Next("3.11", Faults.ResetBefore);

        (await two.Client.Users.FindByEmailAsync("a@b.example", None)).ShouldBeOfType<PlatformResult<long?>.Answered>();

        two.First.Seen.Last().Query.ShouldEndWith("token=first-token");
        two.Second.Seen.Last().Query.ShouldEndWith("token=second-token");
        (two.First.Count("3.1"), two.Second.Count("3.1")).ShouldBe((1, 1));
    }

    [Fact] // B2P-3.1-8
    public async Task A_wrong_password_is_not_tried_at_the_other_endpoint()
    {
        await using var two = await TwoPlatforms.StartAsync(fixture, password: "wrong");

        var result = await two.Client.Users.CreateAsync(new() { Email = "a@b.example" }, None);

        result.ShouldBe(new PlatformResult<long>.NotSent("no manager token: 401 AUTHENTICATION_FAILED"));
        two.Second.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_does_not_wait_long_for_a_manager_token_while_there_is_another_endpoint()
    {
        var time = new ManualTimeProvider();
        await using var two = await TwoPlatforms.StartAsync(fixture, time: time);
        var held = two.First.Hold("3.1", after: false);

        var call = two.Client.Users.CreateAsync(new() { Email = "a@b.example" }, None);
        await held.Reached;
        time.Advance(TimeSpan.FromMilliseconds(400));

        (await call.WaitAsync(Deadline)).ShouldBeOfType<PlatformResult<long>.Answered>();
        (two.First.Count("3.2"), two.Second.Count("3.2")).ShouldBe((0, 1));
        held.Drop();
    }

    [Fact]
    public async Task A_slow_read_is_asked_at_both_and_the_first_answer_counts()
    {
        var time = new ManualTimeProvider();
        await using var two = await TwoPlatforms.StartAsync(fixture, time: time);
        await two.WarmUpAsync();
        (two.First.Users["a@b.example"], two.Second.Users["a@b.example"]) = (1, 2);
        var slow = two.First.Hold("3.11", after: false);
        var slower = two.Second.Hold("3.11", after: false);

        var call = two.Client.Users.FindByEmailAsync("a@b.example", None);
        await slow.Reached;
        time.Advance(TimeSpan.FromMilliseconds(400));
        await slower.Reached;
        slow.Release();

        (await call.WaitAsync(Deadline)).ShouldBe(new PlatformResult<long?>.Answered(1));
        slower.Drop();
    }

    [Fact]
    public async Task A_read_by_post_counts_as_a_write_and_is_not_asked_at_both()
    {
        var time = new ManualTimeProvider();
        await using var two = await TwoPlatforms.StartAsync(fixture, time: time);
        await two.WarmUpAsync();
        var held = two.First.Hold("POST /v2/webserv/attributes/traders/list", after: false);

        var call = two.Client.Attributes.ListAsync(AttributeOwner.Traders, new(), None);
        await held.Reached;
        time.Advance(TimeSpan.FromSeconds(5));
        held.Release();

        (await call.WaitAsync(Deadline)).ShouldBeOfType<PlatformResult<ListAttributesResponse>.Refused>();
        two.Second.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(503, true)]
    [InlineData(500, false)]
    public async Task An_endpoint_that_cannot_reach_the_platform_is_kept_away_from(int status, bool isKeptAwayFrom)
    {
        await using var two = await TwoPlatforms.StartAsync(fixture);
        await two.WarmUpAsync();
        two.First.Next("3.11", [.. Enumerable.Repeat(Faults.Answer(status, null), 3)]);
        for (var i = 0; i < 3; i++)
        {
            (await two.Client.Users.FindByEmailAsync("a@b.example", None)).ShouldBeOfType<PlatformResult<long?>.Answered>();
        }

        two.First.Seen.Clear();
        await two.Client.Users.FindByEmailAsync("a@b.example", None);

        two.First.Count("3.11").ShouldBe(isKeptAwayFrom ? 0 : 1);
    }

    [Fact]
    public async Task An_endpoint_that_is_there_again_is_found_by_looking()
    {
        var time = new ManualTimeProvider();
        await using var two = await TwoPlatforms.StartAsync(fixture, static options => options.ConnectTimeout = TimeSpan.FromMinutes(1), time);
        await two.WarmUpAsync();
        two.First.Next("3.11", [.. Enumerable.Repeat(Faults.Answer(502, null), 3)]);
        two.First.Next("GET /v2/webserv/depositAssets", Faults.Answer(502, null));
        for (var i = 0; i < 3; i++)
        {
            await two.Client.Users.FindByEmailAsync("a@b.example", None);
        }

        var isBack = two.Log.FirstAsync(static line => line.Contains("is there again", StringComparison.Ordinal));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await time.WhenTimerIsArmedAsync(TimeSpan.FromSeconds(2)).WaitAsync(Deadline);
            time.Advance(TimeSpan.FromSeconds(2));
        }

        await isBack;
        two.First.Seen.Where(static seen => seen.Call == "GET /v2/webserv/depositAssets").ShouldAllBe(static seen => seen.Query == "");
        two.First.Count("GET /v2/webserv/depositAssets").ShouldBe(2);
        two.First.Seen.Clear();
        await two.Client.Users.FindByEmailAsync("a@b.example", None);
        two.First.Count("3.11").ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_no_result()
    {
        await using var two = await TwoPlatforms.StartAsync(fixture);
        await two.WarmUpAsync();
        var (read, write) = (two.First.Hold("3.11", after: false), two.First.Hold("3.2", after: false));
        using var patience = new CancellationTokenSource();

        var calls = new Task[]
        {
            two.Client.Users.FindByEmailAsync("a@b.example", patience.Token),
            two.Client.Users.CreateAsync(new() { Email = "a@b.example" }, patience.Token),
        };
        await Task.WhenAll(read.Reached, write.Reached);
        await patience.CancelAsync();

        foreach (var call in calls)
        {
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        read.Drop();
        write.Drop();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_address_is_needed_and_each_once(int count)
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();

        Should.Throw<ArgumentException>(() => clients.For(platform.Peer() with { Endpoints = [.. Enumerable.Repeat(platform.BaseUrl, count)] }));
    }

    [Fact] // B2P-3.6-6
    public void A_partner_has_a_number() => Should.Throw<ArgumentException>(static () => new ReferralPartner(userId: null));

    private static Uri Nobody() => new($"https://localhost:{TestPorts.Take()}");
}

using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Journal;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class JournalReadingTests : IAsyncLifetime
{
    private PlatformServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PlatformServer.StartAsync(static _ => { }); // 1: 3.1
        var userId = await _server.Api.NewUserAsync(email: "Ada@example.test"); // 2: 3.2
        await _server.Api.GetAsync($"{PlatformPaths.Traders}/1"); // 3: not found
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, "code-of-this-test", 200, $$"""{"userId":{{userId}}}""");
        await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = "code-of-this-test" }); // 4: 4.1, 5: 4.2
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<ApiAnswer> GetAsync(string path) => _server.As(null).GetAsync("/instrument/api/journal" + path);

    [Fact]
    public async Task A_filter_leaves_what_fits()
    {
        (string Query, string Ids)[] cases =
        [
            ("", "1 2 3 4 5"),
            ("?after=3", "4 5"),
            ("?after=1&limit=2", "2 3"),
            ("?limit=2", "4 5"),
            ("?direction=in", "1 2 3"),
            ("?direction=out", "4 5"),
            ("?method=get", "3"),
            ("?status=404", "3"),
            ("?status=2xx", "1 2 4 5"),
            ("?status=0", ""),
            ("?route=/traders/", "3"),
            ("?route=/oauth2/*", ""),
            ("?route=*/oauth2/onetime/*", "5"),
            ("?brokerName=" + PlatformServer.Broker, "4 5"),
            ("?search=ada%40EXAMPLE", "2"),
            ("?search=4.1", "4"),
            ("?from=2026-01-15T12:00:00Z", "1 2 3 4 5"),
            ("?to=2026-01-15T12:00:00Z", ""),
            ("?from=2026-01-15T13:00:00%2B00:00", ""),
        ];
        foreach (var (query, ids) in cases)
        {
            var page = (await GetAsync(query)).Json;

            string.Join(' ', page["entries"]!.AsArray().Select(static entry => (long)entry!["id"]!)).ShouldBe(ids, query);
            ((long)page["oldest"]!).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Both_calls_underneath_one_request_are_found_by_their_correlation()
    {
        var id = (string)(await GetAsync("/5")).Json["correlationId"]!;

        (await GetAsync($"?correlation={id}")).Json["entries"]!.AsArray().Select(static entry => (string?)entry!["call"]).ShouldBe(["4.1", "4.2"]);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_filter_is_said_at_once()
    {
        var answer = await GetAsync("?direction=up&status=9xx&from=yesterday&to=2026-13-01&limit=0&after=x");

        answer.ShouldBeRefused(400, "INVALID_REQUEST");
        var description = (string)answer.Json["error"]!["description"]!;
        new[] { "direction", "status", "from", "to", "limit", "after" }.ShouldAllBe(name => description.Contains(name));
    }

    [Fact]
    public async Task One_entry_is_read_by_its_number_and_none_is_left_after_clearing()
    {
        ((string?)(await GetAsync("/2")).Json["call"]).ShouldBe("3.2");
        (await GetAsync("/99")).ShouldBeRefused(404, "NOT_FOUND");

        ((int)(await _server.As(null).SendAsync(HttpMethod.Delete, "/instrument/api/journal")).Status).ShouldBe(204);

        (await GetAsync("/2")).ShouldBeRefused(404, "NOT_FOUND");
        (await GetAsync("")).Text.ShouldBe("""{"entries":[],"oldest":null}""");
        await _server.Api.NewUserAsync();
        ((long)(await GetAsync("")).Json["entries"]![0]!["id"]!).ShouldBe(6); // numbers go on, so that a reader misses nothing
    }

    [Fact]
    public async Task The_archive_is_one_as_other_tools_expect_it()
    {
        using var client = _server.Authority.NewClient(_server.Https);
        using var response = await client.GetAsync("/instrument/api/journal/har?after=1");

        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("drawbridge.har");
        var text = await response.Content.ReadAsStringAsync();
        var entries = HarShape.Check(text);
        entries.Count.ShouldBe(4);
        ((string?)entries[0]!["request"]!["url"]).ShouldBe($"{_server.Https.GetLeftPart(UriPartial.Authority)}{PlatformPaths.CreateUser}?token=•••");
        ((string)entries[0]!["request"]!["postData"]!["text"]!).ShouldContain("Ada@example.test");
        ((string)entries[3]!["request"]!["url"]!).ShouldStartWith(new Uri(_server.CrmSide.Address, "/tt" + CrmPaths.AuthorizeOneTime).AbsoluteUri);
        entries[3]!["request"]!["queryString"]!.AsArray().Select(static pair => (string?)pair!["name"]).ShouldBe(["brokerName", "brokerCrmName", "crmApiToken"]);
        text.ShouldNotContain("code-of-this-test");
        text.ShouldNotContain(FakeCrm.Password);
        text.ShouldNotContain(_server.Api.ManagerToken!);
    }

    [Fact]
    public async Task A_stream_has_only_what_fits_and_there_are_not_too_many_of_them()
    {
        using var client = _server.Authority.NewClient(_server.Https);
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i < CallJournal.MostReaders; i++)
        {
            streams.Add(await client.GetAsync("/instrument/api/journal/stream?after=0&method=get", HttpCompletionOption.ResponseHeadersRead));
        }

        using var reader = new StreamReader(await streams[0].Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(": open");
        (await reader.ReadLineAsync()).ShouldBeEmpty();
        (await reader.ReadLineAsync()).ShouldBe("id: 3");
        (await GetAsync("/stream")).ShouldBeRefused(503, "UNKNOWN_ERROR");
        streams.ForEach(static stream => stream.Dispose());
    }

    [Fact]
    public void What_is_kept_is_bounded_by_its_length_too()
    {
        var journal = new CallJournal();
        for (var i = 0; i < 1000; i++)
        {
            journal.Add(new()
            {
                At = default, Direction = JournalEntry.FromBroker, Method = "PUT", Route = "/", Query = "", Status = 200, Milliseconds = 0, CorrelationId = "",
                RequestBody = new string('x', 64 * 1024),
            });
        }

        journal.Read(JournalFilter.Everything).Entries.Count.ShouldBeInRange((CallJournal.LongestText / (64 * 1024)) - 1, CallJournal.LongestText / (64 * 1024));
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("*", "", true)]
    [InlineData("GET /a/*", "get /A/b/c", true)]
    [InlineData("GET /a/*", "GET /a", false)]
    [InlineData("*/b/*/d", "/a/b/c/b/x/d", true)]
    [InlineData("*/b/*/d", "/a/b/c/b/x/e", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("ab", "abc", false)]
    [InlineData("a**c", "abc", true)]
    public void A_star_stands_for_anything(string pattern, string text, bool fits) => Wildcard.Matches(pattern, text).ShouldBe(fits);
}

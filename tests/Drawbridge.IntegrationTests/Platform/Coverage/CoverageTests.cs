using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Drawbridge.IntegrationTests.Platform.Coverage;

/// <summary>What is built of the specification, as a page and as JSON.</summary>
public sealed class CoverageTests(PlatformServer server)
{
    private const string Api = "/instrument/api/coverage";
    private const string Page = "/instrument/coverage";

    private PlatformApi Anybody => server.As(managerToken: null);

    private async Task<IDocument> OpenAsync(string path)
    {
        var answer = await Anybody.SendAsync(HttpMethod.Get, path, accept: "text/html");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        return await new HtmlParser().ParseDocumentAsync(answer.Text, TestContext.Current.CancellationToken);
    }

    private async Task<JsonArray> ListAsync(string query = "") => (await Anybody.GetAsync(Api + query)).Json["requirements"]!.AsArray();

    private static IEnumerable<string> IdsOf(IDocument page) => page.QuerySelectorAll("[data-testid=requirements] tr[id]").Select(static row => row.Id!);

    [Fact]
    public async Task The_page_shows_every_requirement_that_the_list_has()
    {
        var list = await ListAsync();
        var page = await OpenAsync(Page);

        list.Count.ShouldBeGreaterThan(700);
        IdsOf(page).ShouldBe(list.Select(static row => (string)row!["id"]!));
        var one = page.GetElementById("WS-86")!;
        one.QuerySelector(".level")!.TextContent.ShouldBe("MUST");
        one.Children[2].InnerHtml.ShouldStartWith("5.3 move an account to another white label: <code>POST /cid/ctid/changeCtidTraderAccount</code>, body <code>traderLogin</code>");
        one.QuerySelector(".state")!.TextContent.ShouldBe("built");
        page.QuerySelectorAll(".states strong").Sum(static count => int.Parse(count.TextContent, provider: null)).ShouldBe(list.Count);
        page.QuerySelectorAll("a[href$='.md']").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?file=invite")]
    [InlineData("?level=MAY&state=built")]
    [InlineData("?search=b2p-3.3-2")]
    [InlineData("?search=HASMORE&file=webservices")]
    public async Task Both_can_be_searched(string query)
    {
        var all = await ListAsync();
        var some = await ListAsync(query);

        some.Count.ShouldBeInRange(1, all.Count - 1);
        IdsOf(await OpenAsync(Page + query)).ShouldBe(some.Select(static row => (string)row!["id"]!));
        (await Anybody.GetAsync(Api + query)).Json["states"]!.AsObject().Sum(static state => (int)state.Value!).ShouldBe(some.Count);
    }

    [Fact] // ERR-3
    public async Task What_is_searched_for_is_text_and_what_nothing_has_finds_nothing()
    {
        var page = await OpenAsync(Page + "?search=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22&state=nonsense");

        IdsOf(page).ShouldBeEmpty();
        page.QuerySelectorAll("main script").ShouldBeEmpty();
        page.QuerySelector("[data-testid=search]")!.GetAttribute("value").ShouldBe("<script>alert(1)</script>\"");
        page.QuerySelector("[data-testid=count]")!.TextContent.ShouldContain("Leave out a part");
        (await ListAsync("?search=%00&level=1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_done_is_told_in_the_words_of_the_documentation()
    {
        var page = await OpenAsync("/instrument/does-not-do");
        var text = page.QuerySelector("[data-testid=does-not-do]")!;

        text.QuerySelectorAll("li").Length.ShouldBeGreaterThan(5);
        text.TextContent.ShouldContain("there are no pending orders, no stop-out");
        text.TextContent.ShouldNotContain("In a host of your own"); // the next heading
        text.QuerySelectorAll("a").ShouldBeEmpty(); // to pages that are not served
        text.TextContent.ShouldContain("the decisions");
    }

    [Theory]
    [InlineData("/instrument/coverage.css", "text/css")]
    [InlineData("/instrument/coverage.js", "text/javascript")]
    public async Task Its_files_are_served(string path, string type) =>
        (await Anybody.SendAsync(HttpMethod.Get, path, accept: "*/*")).ContentType!.MediaType.ShouldBe(type);

    [Fact]
    public async Task It_goes_with_the_instrument_and_the_list_asks_for_its_key()
    {
        const string Key = "an-instrument-key-of-32-characters";
        await using var closed = await PlatformServer.StartAsync(static options => options.Instrument = false);
        await using var keyed = await PlatformServer.StartAsync(static options => options.InstrumentKey = Key);

        (await closed.As(null).GetAsync(Api)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await closed.As(null).GetAsync(Page)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await keyed.As(null).GetAsync(Api)).ShouldBeRefused(401, "AUTHENTICATION_FAILED");
        (await keyed.As(null).GetAsync(Page)).Status.ShouldBe(HttpStatusCode.OK);
    }
}

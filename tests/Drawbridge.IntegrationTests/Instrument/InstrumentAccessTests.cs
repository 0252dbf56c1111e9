using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class InstrumentAccessTests(PlatformServer server)
{
    private const string Key = "key-of-the-instrument-1";

    private static async Task<HttpStatusCode> SendAsync(PlatformServer to, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var client = to.Authority.NewClient(to.Https);
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")] // another port of this machine
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value) =>
        (await SendAsync(server, HttpMethod.Delete, "/instrument/api/journal", (header, value))).ShouldBe(HttpStatusCode.Forbidden);

    [Fact]
    public async Task Its_own_page_and_a_program_may()
    {
        await using var own = await PlatformServer.StartAsync(static _ => { });

        (await SendAsync(own, HttpMethod.Delete, "/instrument/api/journal")).ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(own, HttpMethod.Delete, "/instrument/api/journal", ("Sec-Fetch-Site", "same-origin"), ("Origin", own.Https.GetLeftPart(UriPartial.Authority))))
            .ShouldBe(HttpStatusCode.NoContent);
        own.Logs.Text.ShouldContain("The instrument was used: DELETE /instrument/api/journal");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData(null)]
    public async Task A_body_that_a_form_could_send_is_refused(string? contentType)
    {
        using var client = server.Authority.NewClient(server.Https);
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/instrument/api/journal") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task With_a_key_only_who_has_it_gets_anything()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.InstrumentKey = Key);

        foreach (var path in new[] { "/instrument/api/journal", "/instrument/api/journal/stream", "/instrument/api/journal/har", "/instrument/api/journal/1" })
        {
            (await SendAsync(own, HttpMethod.Get, path)).ShouldBe(HttpStatusCode.Unauthorized, path);
            (await SendAsync(own, HttpMethod.Get, path, ("Authorization", "Bearer " + Key[..^1]))).ShouldBe(HttpStatusCode.Unauthorized, path);
            (await SendAsync(own, HttpMethod.Get, path, ("Authorization", Key))).ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        (await SendAsync(own, HttpMethod.Get, "/instrument/api/journal", ("Authorization", "Bearer " + Key))).ShouldBe(HttpStatusCode.OK);
        (await own.As(null).GetAsync("/instrument/api/journal")).ShouldBeRefused(401, "AUTHENTICATION_FAILED");
        (await own.As(null).GetAsync("/app/api/config")).Text.ShouldContain("\"instrument\":false");
        own.Logs.Text.ShouldNotContain(Key);
    }

    [Fact]
    public async Task Switched_off_it_is_not_there()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.Instrument = false);

        (await own.As(null).GetAsync("/instrument/api/journal")).ShouldBeRefused(404, "NOT_FOUND");
        (await own.As(null).GetAsync("/app/api/config")).Text.ShouldContain("\"instrument\":false");
    }

    [Fact]
    public async Task Without_tls_it_is_not_there_either() =>
        (await new PlatformApi(new HttpClient { BaseAddress = server.Http }, null).GetAsync("/instrument/api/journal")).ShouldBeRefused(400, "INVALID_REQUEST");

    [Fact]
    public async Task Its_own_requests_are_in_no_journal()
    {
        await using var own = await PlatformServer.StartAsync(static _ => { });

        await own.As(null).GetAsync("/instrument/api/journal");
        await own.As(null).GetAsync("/instrument/api/nothing");

        (await own.As(null).GetAsync("/instrument/api/journal")).Json["entries"]!.AsArray().Count.ShouldBe(1); // 3.1
    }
}

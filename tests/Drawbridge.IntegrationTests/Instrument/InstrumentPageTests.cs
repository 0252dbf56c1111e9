using System.Net;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Instrument;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class InstrumentPageTests(PlatformServer server)
{
    [Fact]
    public async Task Its_page_and_every_file_of_it_are_served_and_may_be_framed_by_nobody()
    {
        var files = new InstrumentAssets().Paths.Where(static path => path != "index.html").Select(static path => $"/instrument/assets/{path}").ToList();
        files.Count.ShouldBeGreaterThan(10);
        foreach (var path in files.Prepend("/instrument/"))
        {
            var answer = await server.As(null).GetAsync(path);

            answer.Status.ShouldBe(HttpStatusCode.OK, path);
            answer.ContentType!.MediaType.ShouldBe(Path.GetExtension(path) switch { ".js" => "text/javascript", ".css" => "text/css", _ => "text/html" }, path);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }

        (await server.As(null).GetAsync("/instrument")).Headers.Location!.OriginalString.ShouldBe("/instrument/");
        (await server.As(null).GetAsync("/instrument/assets/none.js")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_asks_for_the_key_itself_and_goes_with_the_instrument()
    {
        await using var keyed = await PlatformServer.StartAsync(static options => options.InstrumentKey = "key-of-the-instrument-1");
        await using var off = await PlatformServer.StartAsync(static options => options.Instrument = false);

        (await keyed.As(null).GetAsync("/instrument/")).Status.ShouldBe(HttpStatusCode.OK);
        (await off.As(null).GetAsync("/instrument/")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await off.As(null).GetAsync("/instrument/assets/main.js")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class FormatTests(PlatformServer server)
{
    private const string TraderXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <anything><accessRights>FULL_ACCESS</accessRights><accountType>HEDGED</accountType><balance>00</balance>
        <brokerName>tradingtech_main</brokerName><depositCurrency>EUR</depositCurrency><groupName>Default</groupName>
        <hashedPassword>0f94e246908667af85916300c57f74b6</hashedPassword><leverageInCents>10000</leverageInCents><unknown>1</unknown>
        <contactDetails><city>A &amp; B</city><countryId>196</countryId></contactDetails><swapFree>true</swapFree></anything>
        """;

    private Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string? contentType, string? accept) =>
        server.Api.SendAsync(method, path, body, contentType, accept);

    private Task<ApiAnswer> TraderAsync(string body, string? contentType, string? accept) =>
        SendAsync(HttpMethod.Post, PlatformPaths.Traders, body, contentType, accept);

    [Theory] // WS-1, WS-2, WS-8, B2P-0-7
    [InlineData(null, "application/xml")]
    [InlineData("*/*", "application/xml")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/json", "application/json")]
    [InlineData("application/xml", "application/xml")]
    [InlineData("text/xml", "application/xml")]
    [InlineData("application/xml;q=0.5, application/json", "application/json")]
    [InlineData("application/json;q=0.5, application/xml", "application/xml")]
    [InlineData("application/json, */*;q=0.1", "application/json")]
    [InlineData("text/html, application/json;q=0.9, */*;q=0.8", "application/json")]
    [InlineData("application/xml;q=0, */*", "application/json")]
    public async Task WebServices_answer_in_the_format_that_is_asked_for(string? accept, string expected)
    {
        var answer = await TraderAsync(PlatformApi.Trader().ToJsonString(), "application/json", accept);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.ContentType!.MediaType.ShouldBe(expected);
        answer.ContentType.CharSet.ShouldBe("utf-8");
        (answer.Text[0] == '<').ShouldBe(expected == "application/xml");
    }

    [Fact] // WS-2, ERR-43
    public async Task What_nobody_can_write_is_not_acceptable()
    {
        var refused = await TraderAsync(PlatformApi.Trader().ToJsonString(), "application/json", "text/html");

        refused.Status.ShouldBe(HttpStatusCode.NotAcceptable);
        XDocument.Parse(refused.Text).Root!.Element("errorCode")!.Value.ShouldBe(PlatformErrorCode.InvalidRequest);
    }

    [Theory] // WS-3, WS-5, WS-6, WS-7
    [InlineData("application/xml")]
    [InlineData("text/xml; charset=utf-8")]
    [InlineData(null)]
    public async Task WebServices_read_xml(string? contentType)
    {
        var answer = await TraderAsync(TraderXml, contentType, "application/json");

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        ((string?)answer.Json["contactDetails"]!["city"]).ShouldBe("A & B");
        ((int)answer.Json["contactDetails"]!["countryId"]!).ShouldBe(196);
        ((bool)answer.Json["swapFree"]!).ShouldBeTrue();
        ((long)answer.Json["balance"]!).ShouldBe(0);
    }

    [Fact] // WS-5, WS-6, WS-7
    public async Task The_xml_form_has_one_element_per_key()
    {
        var body = PlatformApi.Trader();
        body["description"] = "<b> & \u0001\uFFFE 🙂";
        body["contactDetails"] = new JsonObject { ["city"] = "Limassol" };

        var root = XDocument.Parse((await TraderAsync(body.ToJsonString(), "application/json", "application/xml")).Text).Root!;

        root.Name.LocalName.ShouldBe("trader");
        root.Element("description")!.Value.ShouldBe("<b> & \uFFFD\uFFFD 🙂");
        root.Element("contactDetails")!.Element("city")!.Value.ShouldBe("Limassol");
        root.Element("swapFree")!.Value.ShouldBe("false");
        root.Element("name").ShouldBeNull();
        var list = XDocument.Parse((await SendAsync(
            HttpMethod.Get, PlatformPaths.Traders + "?from=2020-01-01T00:00:00.000&to=2100-01-01T00:00:00.000", null, null, "text/xml")).Text).Root!;
        list.Name.LocalName.ShouldBe("response");
        list.Elements("trader").Count().ShouldBeGreaterThan(0);
        list.Element("hasMore")!.Value.ShouldBe("false");
    }

    [Theory] // WS-7: document types and what they can do
    [InlineData("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><brokerName>&x;</brokerName></a>""")]
    [InlineData("""<!DOCTYPE a [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>""")]
    [InlineData("<a><balance>1</balance><balance>2</balance></a>")]
    [InlineData("<a><balance>one</balance></a>")]
    [InlineData("<a><swapFree>TRUE</swapFree></a>")]
    [InlineData("<a>")]
    [InlineData("<")]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Xml_that_is_not_that_of_the_call_is_an_invalid_request(string body) =>
        (await TraderAsync(body, "application/xml", "application/json")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);

    [Theory] // WS-3, WS-4, ERR-43, ERR-2
    [InlineData("text/plain", "application/json")]
    [InlineData("application/x-www-form-urlencoded", "application/json")]
    [InlineData("application/json; charset=utf-16", "application/json")]
    [InlineData("garbage", "application/json")]
    [InlineData("text/plain", null)]
    public async Task An_error_is_negotiated_like_a_result(string contentType, string? accept)
    {
        var answer = await TraderAsync("{}", contentType, accept);

        answer.Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        if (accept is null)
        {
            var error = XDocument.Parse(answer.Text).Root!;
            error.Name.LocalName.ShouldBe("error");
            error.Element("errorCode")!.Value.ShouldBe(PlatformErrorCode.InvalidRequest);
            error.Element("description")!.Value.ShouldNotBeEmpty();
        }
        else
        {
            answer.ShouldBeRefused(415, PlatformErrorCode.InvalidRequest);
        }
    }

    [Theory] // B2P-0-6, WS-9, ERR-43
    [InlineData("application/xml", "application/json", 415)]
    [InlineData("text/plain", "application/json", 415)]
    [InlineData("application/json", "application/xml", 406)]
    [InlineData("application/json", "text/html", 406)]
    [InlineData("application/json", "application/json;q=0", 406)]
    public async Task Below_cid_only_json_is_spoken(string contentType, string accept, int status)
    {
        foreach (var path in new[] { PlatformPaths.CreateUser, PlatformPaths.Link })
        {
            (await SendAsync(HttpMethod.Post, path, "{}", contentType, accept)).ShouldBeRefused(status, PlatformErrorCode.InvalidRequest);
        }

        (await SendAsync(HttpMethod.Put, PlatformPaths.ChangeEmail, "{}", contentType, accept)).ShouldBeRefused(status, PlatformErrorCode.InvalidRequest);
    }

    [Theory] // B2P-0-6
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("text/html, */*;q=0.1")]
    public async Task Below_cid_json_is_what_everybody_gets(string? accept)
    {
        var answer = await SendAsync(HttpMethod.Get, PlatformPaths.UserId, null, null, accept);

        answer.ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        answer.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Fact] // B2P-0-2, P2B-0-4
    public async Task Plain_http_is_refused_and_not_redirected()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = server.Http };
        var plain = new PlatformApi(client, server.Api.ManagerToken);

        (await plain.PostAsync(PlatformPaths.ManagerToken, new JsonObject())).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await plain.GetAsync(PlatformPaths.UserId)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await plain.GetAsync("/app/api/config")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await plain.GetAsync("/health/live")).Text.ShouldBe("live");
    }

    [Theory] // ERR-2
    [InlineData("GET", "/cid/nothing", 404, PlatformErrorCode.NotFound)]
    [InlineData("GET", "/cid", 404, PlatformErrorCode.NotFound)]
    [InlineData("POST", "/v2/webserv/other", 404, PlatformErrorCode.NotFound)]
    [InlineData("GET", PlatformPaths.CreateUser, 405, PlatformErrorCode.MethodNotAllowed)]
    [InlineData("DELETE", PlatformPaths.Traders, 405, PlatformErrorCode.MethodNotAllowed)]
    [InlineData("GET", "/app/api/nothing", 404, PlatformErrorCode.NotFound)]
    public async Task An_unknown_path_or_method_is_refused_in_the_platforms_form(string method, string path, int status, string code) =>
        (await SendAsync(new HttpMethod(method), path, null, null, "application/json")).ShouldBeRefused(status, code);

    [Fact]
    public async Task A_body_of_more_than_64_kB_is_too_large()
    {
        var large = $$"""{"description":"{{new string('x', 66_000)}}"}""";

        (await TraderAsync(large, "application/json", "application/json")).ShouldBeRefused(413, PlatformErrorCode.RequestTooLarge);
        var chunked = await new PlatformApi(server.Authority.NewClient(server.Https), server.Api.ManagerToken).SendChunkedAsync(PlatformPaths.CreateUser, large);
        chunked.ShouldBeRefused(413, PlatformErrorCode.RequestTooLarge);
    }

    [Fact] // B2P-0-24
    public async Task Every_answer_names_its_correlation_and_is_kept_by_nobody()
    {
        var answer = await server.Api.GetAsync(PlatformPaths.UserId);

        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Correlation-Id").Single().ShouldNotBeNullOrEmpty();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact] // B2P-0-21
    public async Task Unknown_keys_and_parameters_are_ignored()
    {
        var body = PlatformApi.Trader();
        body["somethingNew"] = new JsonObject { ["deep"] = new JsonArray(1, "two") };

        (await server.Api.PostAsync(PlatformPaths.Traders + "?new=1", body)).Status.ShouldBe(HttpStatusCode.Created);
    }
}

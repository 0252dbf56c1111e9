using System.Net;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>Bodies that are too long, or have too many parts.</summary>
[Collection(nameof(MemoryCollection))]
public sealed class BodySizeTests(PlatformServer server)
{
    private static string Update => PlatformPaths.Attributes("traders", "update");

    private static string Repeat(string part, int count) => string.Concat(Enumerable.Repeat(part, count));

    [Theory] // ERR-22
    [InlineData("""{"items":[""", "{},", "{}]}", "application/json")]
    [InlineData("""{"items":[""", "null,", "null]}", "application/json")]
    [InlineData("<r>", "<items/>", "</r>", "application/xml")]
    [InlineData("<r ", "a", "=''/>", "application/xml")]
    [InlineData("<r>", "<a>", "</r>", "application/xml")]
    public async Task A_long_body_of_tiny_parts_is_not_even_read(string start, string part, string end, string type)
    {
        var body = start + (part == "a" ? string.Concat(Enumerable.Range(0, 250_000).Select(static i => $"a{i}='' ")) : Repeat(part, 250_000)) + end;
        await server.Api.SendAsync(HttpMethod.Post, Update, body, type); // the first time, code is compiled and buffers grow
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var answer = await server.Api.SendAsync(HttpMethod.Post, Update, body, type);

        answer.ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(100 * 1024 * 1024); // the same parts as objects take far more
    }

    [Fact] // ERR-22
    public async Task The_longest_update_is_read()
    {
        var login = await server.Api.NewTraderAsync();
        var pairs = string.Join(',', Enumerable.Range(0, 100).Select(static i => $$"""{"name":"n{{i}}","value":"{{Repeat("\\ud83d\\ude42", 512)}}"}"""));
        var items = string.Join(',', Enumerable.Repeat($$"""{"id":{{login}},"attributes":[{{pairs}}]}""", 20));

        var answer = await server.Api.SendAsync(HttpMethod.Post, Update, $$"""{"items":[{{items}}]}""");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
    }

    [Theory] // ERR-22
    [InlineData(70_000)]
    [InlineData(900_000)]
    public async Task A_body_that_is_too_long_is_answered_and_the_connection_goes_on(int length)
    {
        var api = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), PlatformServer.ManagerLogin, PlatformServer.ManagerPassword);
        var body = $$"""{"brokerCrmName":"{{Repeat("x", length)}}"}""";
        for (var i = 0; i < 20; i++)
        {
            (await api.SendAsync(HttpMethod.Post, PlatformPaths.CreateUser, body)).ShouldBeRefused(413, PlatformErrorCode.RequestTooLarge);
            (await api.GetAsync(PlatformPaths.Symbols)).Status.ShouldBe(HttpStatusCode.OK);
            (await server.As("unknown").SendAsync(HttpMethod.Post, PlatformPaths.CreateUser, body)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        }
    }
}

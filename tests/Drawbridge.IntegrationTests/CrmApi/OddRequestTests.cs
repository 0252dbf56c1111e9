using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.CrmApi;

/// <summary>Nothing that comes in breaks the server, and every refusal says what was wrong (P2B-0-9, ERR-1, ERR-3, ERR-6).</summary>
public sealed class OddRequestTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    private const int Cases = 5_000;

    public static TheoryData<string, string[], string[]> Endpoints => new()
    {
        { CrmPaths.CrmApiToken, ["password", "brokerName", "brokerCrmName"], [] },
        { CrmPaths.AuthorizeOneTime, ["code", "brokerName", "brokerCrmName"], [] },
        { CrmPaths.Authorize, ["accessToken", "brokerName", "brokerCrmName"], [] },
        { CrmPaths.GenerateOneTime, ["userId", "brokerName", "brokerCrmName"], ["userId"] },
        { CrmPaths.Logout, ["brokerName", "brokerCrmName"], [] },
        { "/api/v1/onetime-tokens", ["brokerName", "email"], [] },
    };

    [Theory] // P2B-0-9, ERR-1, ERR-3, ERR-6
    [MemberData(nameof(Endpoints))]
    public async Task Odd_bodies_get_the_documented_status(string path, string[] keys, string[] numeric)
    {
        var crm = await host.NewCrmAsync();
        var url = $"{path}?{crm.Names()}&crmApiToken={await crm.CrmApiTokenAsync()}&userId=1&accessToken=";
        var generator = new SeededGenerator(20261120);
        var bodies = Enumerable.Range(0, Cases).Select(_ => (OddBodies.Make(generator, keys, numeric), Type: generator.Pick(ContentTypes), Chunked: generator.Chance(30))).ToList();

        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (odd, cancellationToken) =>
        {
            var (body, type, chunked) = odd;
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body.Bytes) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Headers.TransferEncodingChunked = chunked ? true : null;
            request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
            using var response = await host.Http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var status = (int)response.StatusCode;
            var what = $"{status} {text} for {System.Text.Encoding.UTF8.GetString(body.Bytes.AsSpan(0, Math.Min(body.Bytes.Length, 80)))}";

            status.ShouldBeGreaterThanOrEqualTo(400, what);
            status.ShouldBeLessThan(500, what);
            if (body.TooLarge)
            {
                status.ShouldBe(413, what);
            }
            else if (body.Unreadable)
            {
                status.ShouldBe(400, what);
            }

            var error = JsonNode.Parse(text)!.AsObject();
            error["code"]!.GetValue<string>().ShouldNotBeEmpty();
            error["message"]!.GetValue<string>().ShouldNotBeEmpty();
            text.ShouldNotContain("   at ");
            text.ShouldNotContain("Exception");
        });
    }

    private static readonly string[] ContentTypes = ["application/json", "text/xml", "application/x-www-form-urlencoded", "text/plain", "nonsense", ""];
}

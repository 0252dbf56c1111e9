using System.Net.Http.Headers;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Journal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Platform.Golden;

/// <summary>All calls once in JSON and once in XML, each time on a fresh database, on one engine.</summary>
public abstract class GoldenRun : IAsyncLifetime
{
    /// <summary>The calls and their answers, by name of the file; those without a body by their own name.</summary>
    public IReadOnlyDictionary<string, (GoldenCall Call, ApiAnswer Answer)> Answers { get; private set; } = null!;

    /// <summary>Numbers of the calls that the platform serves.</summary>
    public IReadOnlyList<string> Served { get; private set; } = [];

    public async ValueTask InitializeAsync() =>
        Answers = (await RunAsync(xml: false)).Concat(await RunAsync(xml: true)).DistinctBy(static entry => entry.Key).ToDictionary(StringComparer.Ordinal);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>Null for the server's own SQLite file.</summary>
    protected abstract Task<string?> CreateDatabaseAsync();

    private async Task<List<KeyValuePair<string, (GoldenCall Call, ApiAnswer Answer)>>> RunAsync(bool xml)
    {
        var database = await CreateDatabaseAsync();
        await using var server = await PlatformServer.StartAsync(options =>
        {
            options.Database = database ?? options.Database;
            options.Brokers.Single(static broker => broker.BrokerName == PlatformServer.OtherBroker).Identity = IdentityMode.Handoff;
        });
        Served = [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(static e => e.Metadata.GetMetadata<CallName>()?.Value).OfType<string>()];
        var scenario = new GoldenScenario(server);
        await scenario.BuildAsync();
        var answers = new List<KeyValuePair<string, (GoldenCall, ApiAnswer)>>();
        foreach (var call in GoldenCalls.All(scenario, server.Clock.GetUtcNow()))
        {
            var name = call.Answer == GoldenBody.Nothing ? $"{call.File} in {(xml ? "XML" : "JSON")}" : $"{call.File}.{call.Extension(xml)}";
            answers.Add(new(name, (call, await SendAsync(server, call, xml && call.SpeaksXml))));
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return answers;
    }

    private static Task<ApiAnswer> SendAsync(PlatformServer server, GoldenCall call, bool xml)
    {
        var client = server.Authority.NewClient(server.Https);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Api.ManagerToken);
        var type = xml ? "application/xml" : "application/json";
        var body = call.Body is { } json ? xml ? GoldenXml.Of(json) : json.ToJsonString() : null;
        return new PlatformApi(client, server.Api.ManagerToken).SendAsync(new HttpMethod(call.Method), call.Path, body, type, type);
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteGoldenRun : GoldenRun
{
    protected override Task<string?> CreateDatabaseAsync() => Task.FromResult<string?>(null);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresGoldenRun(PostgresCluster cluster) : GoldenRun
{
    protected override async Task<string?> CreateDatabaseAsync() => await cluster.CreateDatabaseAsync();
}

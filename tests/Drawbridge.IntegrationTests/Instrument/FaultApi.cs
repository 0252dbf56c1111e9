using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>Faults of a platform, for tests.</summary>
internal sealed class FaultApi(PlatformServer server)
{
    private readonly PlatformApi _api = server.As(null);

    public async Task<JsonObject> AddAsync(string kind, string route, JsonObject? more = null)
    {
        var body = new JsonObject { ["kind"] = kind, ["route"] = route };
        foreach (var (name, value) in more ?? [])
        {
            body[name] = value?.DeepClone();
        }

        var answer = await _api.PostAsync("/instrument/api/faults", body);
        ((int)answer.Status).ShouldBe(201, answer.Text);
        return answer.Json;
    }

    public async Task<List<JsonObject>> ListAsync() =>
        [.. (await _api.GetAsync("/instrument/api/faults")).Json["faults"]!.AsArray().Select(static fault => fault!.AsObject())];

    /// <summary>Seen and hits of a fault.</summary>
    public async Task<(long Seen, long Hits)> CountsAsync(JsonObject fault)
    {
        var now = (await ListAsync()).Single(other => (long)other["id"]! == (long)fault["id"]!);
        return ((long)now["seen"]!, (long)now["hits"]!);
    }

    public async Task ClearAsync() => ((int)(await _api.SendAsync(HttpMethod.Delete, "/instrument/api/faults")).Status).ShouldBe(204);

    /// <summary>The call that a kind of fault hit. It is written down when the server has done with it, which may be after its caller knows.</summary>
    public async Task<JsonObject> CallHitByAsync(string kind)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var entries = (await _api.GetAsync("/instrument/api/journal?limit=20")).Json["entries"]!.AsArray();
            if (entries.LastOrDefault(entry => (string?)entry!["fault"] == kind) is { } hit)
            {
                return hit.AsObject();
            }

            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The last entry of the journal.</summary>
    public async Task<JsonObject> LastCallAsync() => (await _api.GetAsync("/instrument/api/journal?limit=1")).Json["entries"]![0]!.AsObject();
}

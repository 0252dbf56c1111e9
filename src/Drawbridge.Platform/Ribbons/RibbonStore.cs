using System.Text.Json;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Ribbons;

internal sealed class RibbonStore(PlatformDatabase database)
{
    /// <summary>Puts a set in the place of the user's whole set (B2P-3.9-17).</summary>
    public Task ReplaceAsync(string brokerCrmName, long userId, IReadOnlyList<Ribbon> ribbons, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into platform_ribbon_set (broker_crm_name, user_id, ribbons) values (@brokerCrmName, @userId, @json)
                on conflict (broker_crm_name, user_id) do update set ribbons = excluded.ribbons
                """,
                new { brokerCrmName, userId, json = JsonSerializer.Serialize([.. ribbons], StoredJson.Default.ListRibbon) }),
            cancellationToken);

    /// <summary>The user's set, empty when there is none.</summary>
    public async Task<IReadOnlyList<Ribbon>> ListAsync(string brokerCrmName, long userId, CancellationToken cancellationToken)
    {
        var json = await database.ReadAsync(
            session => session.FindAsync<string>(
                "select ribbons from platform_ribbon_set where broker_crm_name = @brokerCrmName and user_id = @userId", new { brokerCrmName, userId }),
            cancellationToken);
        return json is null ? [] : JsonSerializer.Deserialize(json, StoredJson.Default.ListRibbon)!;
    }
}

using System.Text.Json.Nodes;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Configuration.Start;

/// <summary>The server's configuration merged with what is stored.</summary>
/// <param name="Crms">What shall be.</param>
/// <param name="Contested">Keys that both changed since the last start.</param>
/// <param name="NoLongerNamed">CRMs that were in the server's configuration at the last start.</param>
/// <param name="IsAsGiven">Whether nothing of what was changed at run time is in it.</param>
internal sealed record MergedSections(IReadOnlyList<CrmConfiguration> Crms, IReadOnlyList<string> Contested, IReadOnlyList<string> NoLongerNamed, bool IsAsGiven);

/// <summary>
/// Remembers what the server's configuration said at its last start, so that the next start can tell what was changed there from what was changed
/// at run time: three-way, setting by setting.
/// </summary>
internal sealed class ServerSections(Database database, ConfigurationStore store, SecretFingerprints fingerprints)
{
    /// <summary>Remembers it. Part of no version: nothing follows from it but what the next start does.</summary>
    public async Task RememberAsync(IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        var fingerprint = await fingerprints.OpenAsync(cancellationToken);
        var before = await LoadAsync(cancellationToken);
        var rows = new List<(string Crm, string Broker, string Document)>();
        foreach (var crm in crms)
        {
            rows.Add((crm.Name, "", Given(crm, fingerprint).ToJsonString()));
            rows.AddRange(crm.Brokers.Select(broker => (crm.Name, broker.Name, Given(broker, fingerprint).ToJsonString())));
        }

        var changed = rows.Where(row => before.GetValueOrDefault((row.Crm, row.Broker)) != row.Document).ToList();
        var gone = before.Keys.Except(rows.Select(static row => (row.Crm, row.Broker))).ToList();
        if (changed.Count + gone.Count == 0)
        {
            return;
        }

        await database.WriteAsync(
            async session =>
            {
                foreach (var (crm, broker) in gone)
                {
                    await session.ExecuteAsync("delete from configuration_sections where crm_name = @crm and broker_name = @broker", new { crm, broker });
                }

                foreach (var (crm, broker, document) in changed)
                {
                    await session.ExecuteAsync(
                        """
                        insert into configuration_sections (crm_name, broker_name, document) values (@crm, @broker, @document)
                        on conflict (crm_name, broker_name) do update set document = excluded.document
                        """,
                        new { crm, broker, document });
                }
            },
            cancellationToken);
    }

    /// <summary>What changed in it since the last start, put into what is stored now.</summary>
    public async Task<MergedSections> MergeAsync(IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        var fingerprint = await fingerprints.OpenAsync(cancellationToken);
        var last = await LoadAsync(cancellationToken);
        var (_, rows) = await store.LoadAsync([.. crms.Select(static crm => crm.Name)], brokerNames: null, cancellationToken);
        var now = rows.ToDictionary(static row => (row.CrmName, row.BrokerName ?? ""));
        var merge = new SectionMerge(fingerprint);
        var merged = crms.Select(crm =>
        {
            var own = Of((crm.Name, ""), crm, Given(crm, fingerprint), $"crms:{crm.Name}", ConfigurationDocument.ReadCrm);
            return own with
            {
                Brokers = [.. crm.Brokers.Select(broker => Of(
                    (crm.Name, broker.Name), broker, Given(broker, fingerprint), $"crms:{crm.Name}:brokers:{broker.Name}", ConfigurationDocument.ReadBroker) with { Images = broker.Images })],
            };
        }).ToList();
        return new(merged, merge.Contested, [.. last.Keys.Select(static key => key.Crm).Distinct(StringComparer.Ordinal).Except(crms.Select(static crm => crm.Name))], !merge.KeptAny);

        T Of<T>((string Crm, string Broker) key, T given, JsonObject document, string name, Func<JsonObject, T> read)
            where T : notnull
        {
            if (now.GetValueOrDefault(key) is not { } row || !last.TryGetValue(key, out var before))
            {
                return given; // new here, or never seen before: it counts as it stands
            }

            return before == document.ToJsonString() && row.Document == before
                ? given
                : merge.Merge(JsonNode.Parse(before)!.AsObject(), document, row.ToDocument(), name, given, read);
        }
    }

    private static JsonObject Given(CrmConfiguration crm, Func<string, string> fingerprint) => Given(ConfigurationDocument.Of(crm), typeof(CrmConfiguration), fingerprint);

    private static JsonObject Given(BrokerConfiguration broker, Func<string, string> fingerprint) => Given(ConfigurationDocument.Of(broker), typeof(BrokerConfiguration), fingerprint);

    private static JsonObject Given(JsonObject document, Type type, Func<string, string> fingerprint)
    {
        ConfigurationDocument.Fingerprint(document, type, stored: null, fingerprint);
        return document;
    }

    private Task<Dictionary<(string Crm, string Broker), string>> LoadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.ListAsync<SectionRow>("select crm_name, broker_name, document from configuration_sections"))
                .ToDictionary(static row => (row.CrmName, row.BrokerName), static row => row.Document),
            cancellationToken);

    private sealed class SectionRow
    {
        public string CrmName { get; init; } = "";

        public string BrokerName { get; init; } = "";

        public string Document { get; init; } = "";
    }
}

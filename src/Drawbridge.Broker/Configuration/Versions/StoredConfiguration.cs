using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration.Start;
using Drawbridge.Broker.Screens;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>
/// The configuration of CRMs, brokers and white labels as it is stored, with its versions. A change is checked as a whole and written as a whole:
/// all of it or nothing.
/// </summary>
public sealed class StoredConfiguration
{
    private const int MostAttempts = 5;

    private static readonly string[] KeptInSection =
        [$"{ConfigurationOptions.Section}:Owner: is Section, so the configuration of the server is the only place where CRMs and brokers change; change them there, or set Owner to Shared."];

    private readonly Database _database;
    private readonly ConfigurationStore _store;
    private readonly ConfigurationWriter _writer;
    private readonly SecretFingerprints _fingerprints;
    private readonly BrokerDirectory _directory;
    private readonly TimeProvider _time;
    private readonly ConfigurationOptions _options;
    private readonly ILogger<StoredConfiguration> _log;

    internal StoredConfiguration(
        Database database, ConfigurationStore store, ConfigurationWriter writer, SecretFingerprints fingerprints, BrokerDirectory directory, TimeProvider time,
        IOptions<ConfigurationOptions> options, ILogger<StoredConfiguration> log)
    {
        _database = database;
        _store = store;
        _writer = writer;
        _fingerprints = fingerprints;
        _directory = directory;
        _time = time;
        _options = options.Value;
        _log = log;
    }

    /// <summary>The newest version, 0 when there is none.</summary>
    public Task<long> FindVersionAsync(CancellationToken cancellationToken) => _store.FindVersionAsync(cancellationToken);

    /// <summary>What a request would do. Writes nothing.</summary>
    public Task<ConfigurationOutcome> PlanAsync(ConfigurationRequest request, CancellationToken cancellationToken) => RunAsync(request, writes: false, cancellationToken);

    /// <summary>Does it, all of it or nothing.</summary>
    public Task<ConfigurationOutcome> ApplyAsync(ConfigurationRequest request, CancellationToken cancellationToken) => RunAsync(request, writes: true, cancellationToken);

    /// <summary>Everything as it is now, or was at a version, every secret as one to be kept. Null when there is no such version.</summary>
    /// <param name="crmId">One CRM only, null = all.</param>
    /// <param name="version">The version, null = the newest.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<CrmConfiguration>?> ReadAsync(long? crmId, long? version, CancellationToken cancellationToken)
    {
        if (version is { } asked && await _store.FindAsync(crmId, asked, cancellationToken) is null)
        {
            return null;
        }

        // What is in force now counts for now; the history for then, where what has no entry yet was not there.
        var rows = (await _store.LoadAtAsync(crmId, version ?? long.MaxValue, cancellationToken)).Where(row => version is null || row.Document is not null).ToList();
        var brokers = rows.Where(static row => row.BrokerId is not null).ToLookup(static row => row.CrmId);
        return
        [
            .. rows.Where(static row => row.BrokerId is null).Select(crm => ConfigurationDocument.ToCrm(
                crm.ToDocument(version), [.. brokers[crm.CrmId].Select(broker => ConfigurationDocument.ToBroker(broker.ToDocument(version)))])),
        ];
    }

    /// <summary>A CRM as it is now without its brokers, every secret as one to be kept. Null when there is none.</summary>
    public async Task<CrmConfiguration?> FindCrmAsync(string crmName, CancellationToken cancellationToken)
    {
        var (_, rows) = await _store.LoadAsync([crmName], [], cancellationToken);
        return rows is [var crm] ? ConfigurationDocument.ToCrm(crm.ToDocument(), []) : null;
    }

    /// <summary>One broker as it is now, every secret as one to be kept, with its CRM's own settings. Null when there is none.</summary>
    public async Task<(CrmConfiguration Crm, BrokerConfiguration Broker)?> FindBrokerAsync(string crmName, string brokerName, CancellationToken cancellationToken)
    {
        var (_, rows) = await _store.LoadAsync([crmName], [brokerName], cancellationToken);
        return rows is [{ BrokerId: null } crm, { BrokerId: not null } broker] && broker.CrmId == crm.CrmId
            ? (ConfigurationDocument.ToCrm(crm.ToDocument(), []), ConfigurationDocument.ToBroker(broker.ToDocument()))
            : null;
    }

    /// <summary>Versions that touch a CRM (null: any), the latest first.</summary>
    public async Task<IReadOnlyList<ConfigurationVersion>> ListVersionsAsync(long? crmId, long before, int limit, CancellationToken cancellationToken) =>
        [.. (await _store.ListAsync(crmId, before, limit, cancellationToken)).Select(static row => row.ToVersion())];

    /// <summary>A version and what it changed, as far as a CRM is concerned (null: any); null when there is no such version.</summary>
    public async Task<(ConfigurationVersion Version, IReadOnlyList<EntityChange> Changes)?> FindVersionAsync(long? crmId, long version, CancellationToken cancellationToken) =>
        await _store.FindAsync(crmId, version, cancellationToken) is { } row
            ? (row.ToVersion(), [.. (await _store.ListEntriesAsync(version - 1, version, null, cancellationToken)).Where(entry => crmId is null || entry.CrmId == crmId).Select(static entry => entry.ToChange())])
            : null;

    private async Task<ConfigurationOutcome> RunAsync(ConfigurationRequest request, bool writes, CancellationToken cancellationToken)
    {
        if (writes && _options.Owner == ConfigurationOwner.Section && !request.ByOperator)
        {
            return new ConfigurationOutcome.Refused(KeptInSection);
        }

        if (!request.IsChecked && await FindFaultsAsync(request, cancellationToken) is { Count: > 0 } faults)
        {
            return new ConfigurationOutcome.Refused(faults);
        }

        var fingerprint = await _fingerprints.OpenAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var (version, rows) = await _store.LoadAsync(
                [.. request.Crms.Select(static crm => crm.Name)], request.IsPart ? [.. request.Crms.SelectMany(static crm => crm.Brokers).Select(static broker => broker.Name)] : null, cancellationToken);
            if (await FindMeanwhileAsync(request, version, cancellationToken) is { Count: > 0 } meanwhile)
            {
                return new ConfigurationOutcome.Outdated(version, meanwhile);
            }

            await _directory.FollowAsync(cancellationToken);
            var owners = request.IsPart ? rows : await AddForeignAsync(request, rows, cancellationToken);
            var change = new ConfigurationPlanner(request, version, owners, fingerprint, _directory.Current).Plan();
            if (change.Faults.Count > 0)
            {
                return new ConfigurationOutcome.Refused(change.Faults);
            }

            if (!writes || !change.Plan.HasChanges)
            {
                return writes ? new ConfigurationOutcome.Unchanged(change.Plan) : new ConfigurationOutcome.Planned(change.Plan);
            }

            if (await WriteAsync(request, version, change, cancellationToken) is { } made)
            {
                await _directory.FollowAsync(cancellationToken);
                Tell(request, made, change);
                return new ConfigurationOutcome.Applied(made, change.Plan);
            }

            if (attempt == MostAttempts)
            {
                throw new StorageBusyException("The configuration is being changed by others all the time.");
            }
        }
    }

    private async Task<long?> WriteAsync(ConfigurationRequest request, long seen, PlannedChange change, CancellationToken cancellationToken)
    {
        var prepared = await _writer.PrepareAsync(change, cancellationToken);
        var now = _time.GetUtcNow();
        return await _database.WriteAsync(
            async session =>
            {
                if (await ConfigurationStore.BeginAsync(session, seen, request, now) is not { } version)
                {
                    return (long?)null;
                }

                await _writer.WriteAsync(session, version, change, prepared);
                if (request.Also is { } also)
                {
                    await also(session);
                }

                await session.NotifyAsync(BrokerDirectory.Channel, BrokerDirectory.VersionPayload);
                return version;
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<string>> FindFaultsAsync(ConfigurationRequest request, CancellationToken cancellationToken)
    {
        var parents = request.Crms.SelectMany(static crm => crm.Brokers).Select(static broker => broker.Settings.Parent?.Value).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var owners = parents.Count == 0 ? null : await _store.FindOwnersAsync(parents, cancellationToken);
        return [.. BrokerConfigurationValidator.Validate(request.Crms, request.IsPart, (crm, broker) => owners?.GetValueOrDefault(broker) == crm)];
    }

    private async Task<IReadOnlyList<EntityChange>> FindMeanwhileAsync(ConfigurationRequest request, long version, CancellationToken cancellationToken) =>
        request.BaseVersion is { } from && from < version
            ? [.. (await _store.ListEntriesAsync(from, version, [.. request.Crms.Select(static crm => crm.Name)], cancellationToken)).Select(static entry => entry.ToChange())]
            : [];

    /// <summary>Adds brokers of other CRMs whose names are asked for.</summary>
    private async Task<IReadOnlyList<StoredEntityRow>> AddForeignAsync(ConfigurationRequest request, IReadOnlyList<StoredEntityRow> rows, CancellationToken cancellationToken)
    {
        var known = rows.Where(static row => row.BrokerName is not null).Select(static row => row.BrokerName!).ToHashSet(StringComparer.Ordinal);
        var unknown = request.Crms.SelectMany(static crm => crm.Brokers).Select(static broker => broker.Name).Where(name => !known.Contains(name)).ToList();
        return unknown.Count == 0 ? rows
            : [.. rows, .. (await _store.FindOwnersAsync(unknown, cancellationToken)).Select(static owner => new StoredEntityRow { BrokerId = 0, BrokerName = owner.Key, CrmName = owner.Value })];
    }

    private void Tell(ConfigurationRequest request, long version, PlannedChange change)
    {
        foreach (var crm in request.Crms)
        {
            var own = change.Plan.Changes.Count(one => one.BrokerCrmName == crm.Name && one.Kind != EntityChangeKind.Kept);
            if (own > 0)
            {
                ConfigurationLog.Applied(_log, version, crm.Name, own, request.Origin.Source, request.Origin.Actor);
            }
        }

        // A colour too close to the ground that it stands on is used in a darker or lighter tone, which the broker should know.
        foreach (var broker in change.Crms.SelectMany(static crm => crm.Brokers).Select(static broker => broker.Configuration))
        {
            foreach (var (theme, given, used) in Accent.Changed(broker.Settings.AccentColor, broker.Settings.Brand.AccentColorDark))
            {
                BrokersLog.ColorChanged(_log, broker.Name, theme, given, used);
            }
        }
    }
}

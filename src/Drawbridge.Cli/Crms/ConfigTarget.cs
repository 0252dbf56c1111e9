using System.Security.Cryptography;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Serving;
using Drawbridge.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Cli.Crms;

/// <summary>Which server's stored configuration a command is about: its database and its keys, whether it runs or not.</summary>
/// <param name="Config">The server's configuration file, null with <paramref name="Data"/>.</param>
/// <param name="Secrets">Folder with its secrets.</param>
/// <param name="Data">Folder of a <c>drawbridge up</c>.</param>
internal sealed record ConfigTarget(string? Config, string? Secrets, string? Data)
{
    /// <summary>Does something with the stored configuration.</summary>
    public async Task<int> UseAsync(Func<StoredConfiguration, Task<int>> work, CancellationToken cancellationToken)
    {
        var settings = Read();
        var hasKeys = Directory.Exists(settings.KeysFolder) && Directory.EnumerateFiles(settings.KeysFolder, "key-*.xml").Any();
        await using var app = BrokerSide.Build(settings);
        var database = app.Services.GetRequiredService<Database>();
        try
        {
            await BrokerSide.PrepareDatabaseAsync(app.Services, migrate: false, cancellationToken);
            if (!hasKeys && await IsInUseAsync(database, cancellationToken))
            {
                throw Foreign(settings.KeysFolder);
            }

            return await work(app.Services.GetRequiredService<StoredConfiguration>());
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            throw DatabaseFault.Of(e, database.Location);
        }
        catch (CryptographicException e)
        {
            throw Foreign(settings.KeysFolder, e);
        }
    }

    private SideSettings Read()
    {
        if ((Config is null) == (Data is null))
        {
            throw new FaultException("name one server: --config FILE, or --data DIR of a 'drawbridge up'.");
        }

        if (Data is not null)
        {
            var file = Path.Combine(Path.GetFullPath(Data), $"{BrokerSide.Name}.db");
            return File.Exists(file)
                ? Of(new ConfigurationBuilder().Build(), DatabaseOptions.ForSqlite(file), DataFolder.KeysIn(Data, BrokerSide.Name))
                : throw new FaultException($"{file} does not exist.", "Run 'drawbridge up' with the same --data first.");
        }

        var configuration = Configuration.ConfigurationSource.Load(Config!, Secrets);
        var faults = new ConfigurationFaults(Path.GetFullPath(Config!));
        var database = DatabaseSetting.Read(configuration, DatabaseOptions.Section, faults);
        var keys = KeyOptions.Read(configuration, faults);
        BrokerSide.Check(configuration, faults);
        faults.ThrowIfAny();
        var certificate = keys.Certificate.IsSet ? CertificateReader.TryRead(keys.Certificate, $"{KeyOptions.Section}:Certificate", faults) : null;
        faults.ThrowIfAny();
        return Of(configuration, database!, keys.Directory!) with { KeysCertificate = certificate };
    }

    private static SideSettings Of(IConfiguration configuration, DatabaseOptions database, string keys) => new()
    {
        Configuration = configuration,
        Database = database,
        KeysFolder = keys,
        Log = static _ => { },
        Listen = static _ => { },
    };

    /// <summary>Something is sealed in it, which other keys would not open.</summary>
    private static Task<bool> IsInUseAsync(Database database, CancellationToken cancellationToken) =>
        database.ReadAsync(static async session => await session.GetAsync<long>("select count(*) from brokers") > 0, cancellationToken);

    private static FaultException Foreign(string folder, Exception? inner = null) => new(
        $"the keys in {Path.GetFullPath(folder)} are not those of the server, which sealed the secrets in the database.",
        $"Run this where {KeyOptions.Section}:Directory leads to the server's keys, or use the management API of the running server.", innerException: inner);
}

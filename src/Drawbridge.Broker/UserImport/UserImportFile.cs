using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.SignOut;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.UserImport;

/// <summary>An import of a file, by whoever runs the installation.</summary>
public sealed record UserImportRequest
{
    /// <summary>Whose users they become.</summary>
    public required string BrokerName { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>How it is written.</summary>
    public UserImportFormat Format { get; init; }

    /// <summary>Says what would become of each line, and stores nothing.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Goes on behind the last line that an earlier run has stored.</summary>
    public bool Resumes { get; init; }

    /// <summary>Takes users whose password hash cannot be checked here without it.</summary>
    public bool WithoutUnusablePasswords { get; init; }

    /// <summary>Iterations of the hashes that are made over weak ones; null = the least that is safe.</summary>
    public int? Iterations { get; init; }

    /// <summary>Told once what an earlier run has done; zero without one.</summary>
    public Action<UserImportCounts> OnBegin { get; init; } = static _ => { };

    /// <summary>Told of each line that is not taken.</summary>
    public Action<RefusedLine> OnRefused { get; init; } = static _ => { };

    /// <summary>Told after each batch, with the part of the file that is read, 0 to 1.</summary>
    public Action<UserImportCounts, double> OnProgress { get; init; } = static (_, _) => { };
}

/// <summary>Imports a file of users without a host.</summary>
public static class UserImportFile
{
    /// <summary>Runs it to the end, or until it is cancelled; what is stored by then stays.</summary>
    /// <returns>What became of the lines, or what is wrong and what to do.</returns>
    public static async Task<(UserImportCounts? Counts, string? Fault)> RunAsync(
        Database database, TimeProvider time, UserImportRequest request, CancellationToken cancellationToken)
    {
        var (_, directory) = await new BrokerStore(database).LoadAsync(cancellationToken);
        if (directory.FindBroker(request.BrokerName) is not { } broker)
        {
            return (null, $"There is no broker '{request.BrokerName}'; there are: {string.Join(", ", directory.Brokers.Select(static one => one.Name.Value).Order(StringComparer.Ordinal))}.");
        }

        await using var file = new FileStream(request.Path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var hash = await SHA256.HashDataAsync(file, cancellationToken);
        file.Position = 0;
        var jobs = new JobQueue(database, time);
        var access = new OpenAccess(new PlatformLogout(jobs), time);
        var store = new UserImportStore(database, new CrmIdentityStore(database, access, jobs, time), access, time);
        var before = request.Resumes ? await store.FindProgressAsync(broker, hash, cancellationToken) ?? new() : new();
        request.OnBegin(before);
        if (before.IsFinished)
        {
            return (before, null);
        }

        var options = new HashingOptions { Workers = Environment.ProcessorCount };
        options.Iterations = request.Iterations ?? options.Iterations;
        using var hashing = new PasswordHashingQueue(Options.Create(options));
        using var reader = new StreamReader(file, Encoding.UTF8);
        var plan = new UserImportPlan(request.Format)
        {
            IsRehearsal = request.IsRehearsal,
            WithoutUnusablePasswords = request.WithoutUnusablePasswords,
            FileHash = hash,
            Done = before,
            Hashers = options.Workers,
            OnRefused = request.OnRefused,
            OnProgress = counts => request.OnProgress(counts, file.Length == 0 ? 1 : (double)file.Position / file.Length),
        };
        try
        {
            return (await new UserImporter(store, hashing, time).RunAsync(broker, reader, plan, cancellationToken), null);
        }
        catch (UserImportException e)
        {
            return (null, e.Message);
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Passwords.Imported;

namespace Drawbridge.Broker.UserImport;

/// <summary>How an import is run.</summary>
internal sealed record UserImportPlan(UserImportFormat Format)
{
    /// <summary>Says what would become of each line, and stores nothing.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Takes users whose password hash cannot be checked here without it: they set a password by mail.</summary>
    public bool WithoutUnusablePasswords { get; init; }

    /// <summary>SHA-256 of the file, under which is written down how far it has come; null = nowhere.</summary>
    public byte[]? FileHash { get; init; }

    /// <summary>What an earlier run has done; its lines are passed over.</summary>
    public UserImportCounts Done { get; init; } = new();

    /// <summary>How many weak hashes are made strong at once.</summary>
    public int Hashers { get; init; } = 1;

    /// <summary>Told of each line that was not taken, before its batch is stored.</summary>
    public Action<RefusedLine> OnRefused { get; init; } = static _ => { };

    /// <summary>Told after each batch.</summary>
    public Action<UserImportCounts> OnProgress { get; init; } = static _ => { };
}

/// <summary>The file as a whole cannot be read; nothing more of it was taken. The message is for a person.</summary>
internal sealed class UserImportException(string message) : Exception(message);

/// <summary>
/// Brings the users of a CRM here from a file, however large: read as a stream, stored in batches, each with how far the file has come. Whatever is
/// stopped or sent again, each user comes once.
/// </summary>
internal sealed class UserImporter(UserImportStore store, PasswordHashingQueue hashing, TimeProvider time)
{
    private const int BatchSize = 500;

    // A weak hash takes a tenth of a second, so that a batch with many would be long without a sign of life.
    private const int WeakHashesPerBatch = 64;

    public async Task<UserImportCounts> RunAsync(BrokerEntity broker, TextReader source, UserImportPlan plan, CancellationToken cancellationToken)
    {
        var run = new Run(broker, plan, store, this);
        var records = new ImportRecordReader(source, hasQuotes: plan.Format == UserImportFormat.Csv);
        while (await records.ReadAsync(cancellationToken) is { } record)
        {
            if (run.Take(record))
            {
                await run.StoreAsync(isFinished: false, cancellationToken);
            }
        }

        await run.StoreAsync(isFinished: true, cancellationToken);
        return run.Counts;
    }

    private async Task<string?> PrepareAsync(PasswordHashText? password, bool isRehearsal, CancellationToken cancellationToken)
    {
        switch (password)
        {
            case PasswordHashText.Strong strong:
                return strong.Text;
            case PasswordHashText.Weak weak when !isRehearsal:
                while (true)
                {
                    try
                    {
                        return await hashing.WrapAsync(weak.Digest, weak.OldHash, cancellationToken);
                    }
                    catch (HashingBusyException busy)
                    {
                        await Task.Delay(busy.RetryAfter, time, cancellationToken); // logins come first
                    }
                }

            default:
                return null;
        }
    }

    /// <summary>One run over one file.</summary>
    private sealed class Run(BrokerEntity broker, UserImportPlan plan, UserImportStore store, UserImporter importer)
    {
        private readonly HashSet<long> _seen = [];
        private readonly List<(long Line, ImportedUser User)> _batch = [];
        private IReadOnlyList<string>? _columns;
        private long _lastLine;
        private long _refused;
        private int _weak;

        public UserImportCounts Counts { get; private set; } = plan.Done;

        /// <summary>Takes a record into the batch. True when the batch is large enough to be stored.</summary>
        public bool Take(ImportRecord record)
        {
            if (plan.Format == UserImportFormat.Csv && _columns is null)
            {
                var (columns, fault) = record.Text is null ? (null, "the first line is too long") : ImportFields.ColumnsOf(record.Text);
                _columns = columns ?? throw new UserImportException(char.ToUpperInvariant(fault![0]) + fault[1..] + ".");
                return false;
            }

            var (user, reason) = Read(record);
            if (user is not null && !(_seen.Add(KeyOf("id", user.CrmUserId)) & _seen.Add(KeyOf("email", user.NormalizedEmail))))
            {
                (user, reason) = (null, "id or email is that of an earlier line");
            }

            if (record.Line <= plan.Done.LinesDone)
            {
                return false;
            }

            _lastLine = record.Line;
            if (user is null)
            {
                Refuse(record.Line, reason!);
            }
            else
            {
                _batch.Add((record.Line, user));
                _weak += user.Password is PasswordHashText.Weak ? 1 : 0;
            }

            return _batch.Count >= BatchSize || _weak >= WeakHashesPerBatch;
        }

        public async Task StoreAsync(bool isFinished, CancellationToken cancellationToken)
        {
            var prepared = new PreparedUser[_batch.Count];
            await Parallel.ForAsync(
                0,
                _batch.Count,
                new ParallelOptions { MaxDegreeOfParallelism = plan.Hashers, CancellationToken = cancellationToken },
                async (i, token) => prepared[i] = new(_batch[i].Line, _batch[i].User, await importer.PrepareAsync(_batch[i].User.Password, plan.IsRehearsal, token)));
            var before = Counts with { LinesDone = Math.Max(_lastLine, Counts.LinesDone), Refused = Counts.Refused + _refused, IsFinished = isFinished };
            var outcomes = await store.ApplyAsync(
                broker,
                prepared,
                plan.IsRehearsal ? null : (session, now) => plan.FileHash is { } hash
                    ? store.PutProgressAsync(session, broker, hash, now.Aggregate(before, static (counts, outcome) => counts.Add(outcome)))
                    : Task.CompletedTask,
                cancellationToken);
            foreach (var (user, outcome) in prepared.Zip(outcomes))
            {
                if (outcome is ImportOutcome.Refused refused)
                {
                    plan.OnRefused(new(user.Line, refused.Reason));
                }
            }

            Counts = outcomes.Aggregate(before, static (counts, outcome) => counts.Add(outcome));
            (_refused, _weak) = (0, 0);
            _batch.Clear();
            plan.OnProgress(Counts);
        }

        private void Refuse(long line, string reason)
        {
            _refused++;
            plan.OnRefused(new(line, reason));
        }

        private (ImportedUser? User, string? Reason) Read(ImportRecord record)
        {
            if (record.Text is not { } text)
            {
                return (null, $"is longer than {ImportRecordReader.LongestRecord} characters");
            }

            if (text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                return (null, "is not in UTF-8");
            }

            var (fields, fault) = plan.Format == UserImportFormat.Csv ? ImportFields.OfCsv(text, _columns!) : ImportFields.OfJson(text.TrimStart('\uFEFF'));
            return fields is null ? (null, fault) : ImportedUser.Read(fields, plan.WithoutUnusablePasswords);
        }

        /// <summary>Eight bytes stand for an id or address: of a million, no two are the same by chance.</summary>
        private static long KeyOf(string kind, string text) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}|{text}")));
    }
}

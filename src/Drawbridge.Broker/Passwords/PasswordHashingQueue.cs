using System.Collections.Concurrent;
using Drawbridge.Broker.Passwords.Imported;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Passwords;

/// <summary>
/// Hashes passwords (PBKDF2-HMAC-SHA512, ASP.NET Core Identity's format) on threads of its own with low priority and a bounded queue, so that
/// a flood of logins cannot slow token calls.
/// </summary>
internal sealed class PasswordHashingQueue : IDisposable
{
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(5);

    // The hasher knows no user; ours differ in nothing that it would look at.
    private static readonly object AnyUser = new();

    private readonly BlockingCollection<Action> _waiting;
    private readonly PasswordHasher<object> _hasher;
    private readonly Lazy<string> _dummyHash;
    private long _begun;

    public PasswordHashingQueue(IOptions<HashingOptions> options)
    {
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.Iterations }));
        _dummyHash = new(() => _hasher.HashPassword(AnyUser, "a password that nobody has"));
        _waiting = new(options.Value.QueueLimit);
        for (var i = 0; i < options.Value.Workers; i++)
        {
            new Thread(Work) { IsBackground = true, Name = $"password hashing {i}", Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    /// <summary>How many pieces of work were begun since the start.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>The hash of a password, with its parameters and salt.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => _hasher.HashPassword(AnyUser, password), cancellationToken);

    /// <summary>Whether the password is the one of the hash.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public async Task<bool> VerifyAsync(string hash, string password, CancellationToken cancellationToken) =>
        await CheckAsync(hash, password, cancellationToken) != PasswordVerificationResult.Failed;

    /// <summary>As <see cref="VerifyAsync"/>, and whether the hash should be made anew with the parameters of today.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public Task<PasswordVerificationResult> CheckAsync(string hash, string password, CancellationToken cancellationToken) =>
        RunAsync(() => Check(hash, password), cancellationToken);

    /// <summary>A strong hash over the weak one of another system, so that the weak one is never stored.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public Task<string> WrapAsync(OldDigest digest, string oldHash, CancellationToken cancellationToken) =>
        RunAsync(() => ImportedPassword.Wrap(digest, oldHash, _hasher), cancellationToken);

    /// <summary>Does the work of a check whose user does not exist, so that the time does not tell.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public Task CheckNobodyAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => _hasher.VerifyHashedPassword(AnyUser, _dummyHash.Value, password), cancellationToken);

    /// <summary>Runs other work that costs about as much as a hash, such as judging a new password, under the same limits.</summary>
    /// <exception cref="HashingBusyException">Too many wait already.</exception>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = _waiting.TryAdd(() =>
        {
            if (cancellationToken.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellationToken);
                return;
            }

            try
            {
                done.TrySetResult(work());
            }
#pragma warning disable CA1031 // Handed to whoever waits.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.TrySetException(e);
            }
        });
        return accepted ? done.Task.WaitAsync(cancellationToken) : throw new HashingBusyException(BusyRetryAfter);
    }

    /// <inheritdoc/>
    public void Dispose() => _waiting.CompleteAdding();

    /// <summary>A hash of another system is right or wrong, and if right, it is time for one of ours.</summary>
    private PasswordVerificationResult Check(string hash, string password)
    {
        if (ImportedPassword.Is(hash))
        {
            return ImportedPassword.Verify(hash, password, _hasher) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed;
        }

        return _hasher.VerifyHashedPassword(AnyUser, hash, password);
    }

    private void Work()
    {
        ThreadNiceness.LetOthersGoFirst();
        foreach (var work in _waiting.GetConsumingEnumerable())
        {
            Interlocked.Increment(ref _begun);
            work();
        }
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace DotnetBroker;

/// <summary>How a step on the platform ended.</summary>
public enum StepResult
{
    Done,

    /// <summary>The platform knows the address: its owner has to prove it first (FLOW-CREATE-21).</summary>
    AddressNotProven,

    /// <summary>Not now. Tried again, it goes on where it stopped (FLOW-CREATE-22).</summary>
    Failed,
}

/// <summary>What the platform is asked for, by <see cref="PlatformClient"/>: calls 3.2 to 3.4, 3.11 and 3.12.</summary>
public sealed partial class Platform(PlatformClient client, Store store, TimeProvider time, ILogger<Platform> log)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>3.2, and 3.11 for a user who <paramref name="mayAdopt"/> what is there under the address.</summary>
    public async Task<StepResult> EnsureUserAsync(BrokerUser user, bool mayAdopt, CancellationToken cancellationToken)
    {
        if (user.UserId is not null)
        {
            return StepResult.Done;
        }

        var request = new CreateUserRequest { Email = user.Email, FirstName = user.FirstName, PreferredLanguage = user.Language };
        switch (await client.Users.CreateAsync(request, cancellationToken))
        {
            case PlatformResult<long>.Answered created:
                return Keep(user, created.Value);
            case PlatformResult<long>.Refused { ErrorCode: PlatformErrorCode.EmailAlreadyExists } when !mayAdopt:
                return StepResult.AddressNotProven;
            case PlatformResult<long>.Refused { ErrorCode: PlatformErrorCode.EmailAlreadyExists }:
                var found = await client.Users.FindByEmailAsync(user.Email, cancellationToken);
                return found is PlatformResult<long?>.Answered { Value: { } userId } ? Keep(user, userId) : Failed(found);
            case var failed: // after a lost answer the next attempt finds the address in use
                return Failed(failed);
        }
    }

    /// <summary>3.3 and 3.4. The same key opens one account, however often it is asked for.</summary>
    public async Task<StepResult> OpenAccountAsync(BrokerUser user, string key, string currency, int leverage, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(user.Id, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var account = store.Change(_ =>
            {
                if (user.Accounts.FirstOrDefault(account => account.Key == key) is { } known)
                {
                    return known;
                }

                var added = new TradingAccount { Key = key, Currency = currency, Leverage = leverage, PasswordMd5 = PasswordHashMd5.Of(RandomNumberGenerator.GetHexString(32)).Reveal() };
                user.Accounts = [.. user.Accounts, added];
                return added;
            });
            return account.Linked ? StepResult.Done
                : await EnsureTraderAsync(user, account, cancellationToken) ? await LinkAsync(user, account, cancellationToken)
                : StepResult.Failed;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The balance as text, or null when the platform does not tell.</summary>
    public async Task<string?> FindBalanceAsync(long login, CancellationToken cancellationToken) =>
        await client.Traders.GetAsync(login, cancellationToken) is PlatformResult<TraderEntity>.Answered { Value: var trader }
            ? $"{trader.Money(trader.Balance)} {trader.DepositCurrency}"
            : null;

    /// <summary>3.12: the user logged out in the client area.</summary>
    public Task LogOutAsync(long userId, CancellationToken cancellationToken) => client.Users.LogOutAsync(userId, cancellationToken);

    private async Task<bool> EnsureTraderAsync(BrokerUser user, TradingAccount account, CancellationToken cancellationToken)
    {
        if (account.Login is null && account.SentAt is { } sentAt && !await FindSentAsync(account, sentAt, cancellationToken))
        {
            return false;
        }

        if (account.Login is not null)
        {
            return true;
        }

        store.Change(_ => account.SentAt = time.GetUtcNow()); // first: if no answer comes, the account may be there all the same
        var result = await client.Traders.CreateAsync(
            new()
            {
                AccessRights = "FULL_ACCESS",
                AccountType = "HEDGED",
                Balance = 0,
                DepositCurrency = account.Currency,
                GroupName = "Default",
                HashedPassword = account.PasswordMd5,
                LeverageInCents = account.Leverage * 100,
                Name = user.FirstName,
                LastName = user.LastName,
                ContactDetails = new() { Email = user.Email },
                Description = account.Reference,
            },
            cancellationToken);
        switch (result)
        {
            case PlatformResult<TraderEntity>.Answered created:
                store.Change(_ => account.Login = created.Value.Login);
                return true;
            case PlatformResult<TraderEntity>.Refused or PlatformResult<TraderEntity>.NotSent:
                store.Change(_ => account.SentAt = null);
                Failed(result);
                return false;
            default:
                Failed(result);
                return false;
        }
    }

    /// <summary>Looks for the account of a request whose answer was lost. False when the platform does not tell.</summary>
    private async Task<bool> FindSentAsync(TradingAccount account, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        var query = new TraderQuery(sentAt.AddMinutes(-1), time.GetUtcNow().AddMinutes(1)) { Fields = ["description"] };
        await foreach (var page in client.Traders.ListAsync(query, cancellationToken))
        {
            if (page is not PlatformResult<IReadOnlyList<TraderEntity>>.Answered answered)
            {
                return false;
            }

            if (answered.Value.FirstOrDefault(trader => trader.Description == account.Reference) is { } found)
            {
                store.Change(_ => account.Login = found.Login);
                return true;
            }
        }

        return true;
    }

    private async Task<StepResult> LinkAsync(BrokerUser user, TradingAccount account, CancellationToken cancellationToken)
    {
        if (!PasswordHashMd5.TryParse(account.PasswordMd5, out var password))
        {
            throw new InvalidOperationException("An account that is not linked has its password.");
        }

        var result = await client.Links.LinkAsync(account.Login!.Value, password, user.UserId!.Value, environmentName: null, cancellationToken);
        if (result is not (PlatformResult<long?>.Answered or PlatformResult<long?>.Refused { ErrorCode: PlatformErrorCode.TraderAlreadyLinked }))
        {
            return Failed(result);
        }

        store.Change(_ =>
        {
            account.Linked = true;
            account.PasswordMd5 = null;
        });
        return StepResult.Done;
    }

    private StepResult Keep(BrokerUser user, long userId)
    {
        store.Change(_ => user.UserId = userId); // B2P-3.2-16
        return StepResult.Done;
    }

    private StepResult Failed<T>(PlatformResult<T> result)
    {
        LogFailure(result switch
        {
            PlatformResult<T>.Refused refused => refused.ErrorCode ?? "refused",
            PlatformResult<T>.NotSent => "not sent",
            _ => "in doubt",
        });
        return StepResult.Failed;
    }

    [LoggerMessage(1, LogLevel.Warning, "The platform did not do it: {Reason}")]
    private partial void LogFailure(string reason);
}

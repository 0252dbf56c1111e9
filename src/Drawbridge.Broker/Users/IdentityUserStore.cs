using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Drawbridge.Broker.Users;

/// <summary>
/// What ASP.NET Core Identity asks of a store, for the users of the request's broker only: it cannot reach anybody else's (BID-44). The
/// user name is the e-mail address.
/// </summary>
internal sealed partial class IdentityUserStore(UserStore users, PasskeyStore passkeys, IHttpContextAccessor accessor) :
    IUserPasswordStore<BrokerUser>, IUserEmailStore<BrokerUser>, IUserSecurityStampStore<BrokerUser>, IUserPasskeyStore<BrokerUser>
{
    private long BrokerId => accessor.HttpContext?.GetBroker().Id
        ?? throw new InvalidOperationException("Users are managed inside a request of their broker only.");

    public async Task<IdentityResult> CreateAsync(BrokerUser user, CancellationToken cancellationToken)
    {
        RefuseForeign(user);
        user.ConcurrencyStamp = NewStamp();
        return await users.TryAddAsync(user, cancellationToken) ? IdentityResult.Success : IdentityResult.Failed(Duplicate);
    }

    public async Task<IdentityResult> UpdateAsync(BrokerUser user, CancellationToken cancellationToken)
    {
        RefuseForeign(user);
        var stamp = NewStamp();
        if (!await users.TryUpdateAsync(user, stamp, cancellationToken))
        {
            return IdentityResult.Failed(Changed);
        }

        user.ConcurrencyStamp = stamp;
        return IdentityResult.Success;
    }

    public Task<IdentityResult> DeleteAsync(BrokerUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Users are blocked, never deleted: money and records hang on them.");

    public Task<BrokerUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        long.TryParse(userId, out var id) ? users.FindByLoginAsync(BrokerId, id, cancellationToken) : Task.FromResult<BrokerUser?>(null);

    public Task<BrokerUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        users.FindByEmailAsync(BrokerId, normalizedUserName, cancellationToken);

    public Task<BrokerUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        users.FindByEmailAsync(BrokerId, normalizedEmail, cancellationToken);

    public Task<string> GetUserIdAsync(BrokerUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.LoginKey.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(BrokerUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetUserNameAsync(BrokerUser user, string? userName, CancellationToken cancellationToken) => SetEmailAsync(user, userName, cancellationToken);

    public Task<string?> GetNormalizedUserNameAsync(BrokerUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.NormalizedEmail);

    public Task SetNormalizedUserNameAsync(BrokerUser user, string? normalizedName, CancellationToken cancellationToken) =>
        SetNormalizedEmailAsync(user, normalizedName, cancellationToken);

    public Task<string?> GetEmailAsync(BrokerUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetEmailAsync(BrokerUser user, string? email, CancellationToken cancellationToken)
    {
        user.Email = email ?? throw new ArgumentNullException(nameof(email));
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedEmailAsync(BrokerUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);

    public Task SetNormalizedEmailAsync(BrokerUser user, string? normalizedEmail, CancellationToken cancellationToken)
    {
        user.NormalizedEmail = normalizedEmail ?? UserStore.Normalize(user.Email);
        return Task.CompletedTask;
    }

    public Task<bool> GetEmailConfirmedAsync(BrokerUser user, CancellationToken cancellationToken) => Task.FromResult(user.EmailConfirmedAt is not null);

    public Task SetEmailConfirmedAsync(BrokerUser user, bool confirmed, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An address is confirmed by proof, which records when.");

    public Task<string?> GetPasswordHashAsync(BrokerUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(BrokerUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<bool> HasPasswordAsync(BrokerUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(BrokerUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(BrokerUser user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    private static IdentityError Duplicate => new() { Code = nameof(IdentityErrorDescriber.DuplicateEmail), Description = "The address is taken." };

    private static IdentityError Changed => new() { Code = nameof(IdentityErrorDescriber.ConcurrencyFailure), Description = "The user was changed by somebody else." };

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private void RefuseForeign(BrokerUser user)
    {
        if (user.BrokerId != BrokerId)
        {
            throw new InvalidOperationException("The user belongs to another broker.");
        }
    }
}

using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Managers;

/// <summary>Managers, their passwords and their tokens.</summary>
internal sealed class ManagerService(ManagerStore store, ManagerKey key, PasswordHashing hashing, IOptions<PlatformOptions> options)
{
    private static readonly PlatformFault WrongCredentials = new(PlatformErrorCode.AuthenticationFailed, "The login or the password is wrong.");

    /// <summary>Call 3.1: the current token of a manager, the same for the same credentials (B2P-3.1-6, B2P-3.1-7).</summary>
    public async Task<Outcome<ManagerToken>> IssueTokenAsync(long login, PasswordHashMd5 password, CancellationToken cancellationToken)
    {
        var manager = await store.FindAsync(login, cancellationToken);
        return await hashing.VerifyAsync(manager?.PasswordHash, password, cancellationToken)
            ? key.TokenOf(login, manager!.Stamp)
            : WrongCredentials; // B2P-3.1-8
    }

    /// <summary>Who has that token, null when it is unknown or no longer valid (B2P-0-10).</summary>
    public async Task<Manager?> FindByTokenAsync(string? token, CancellationToken cancellationToken)
    {
        // What we cannot have issued needs no query.
        if (token is null || !TokenText.IsWellFormed(token) || !TokenText.IsOurs(token, TokenKind.Manager))
        {
            return null;
        }

        return (await store.FindByTokenAsync(TokenFingerprint.Of(token), cancellationToken))?.ToManager();
    }

    /// <summary>Brings the stored managers to what the options say. A changed password gets a new stamp, so its token dies (B2P-3.1-6).</summary>
    public async Task ProvisionAsync(CancellationToken cancellationToken)
    {
        await key.LoadAsync(cancellationToken);
        var managers = new List<ManagerRow>();
        foreach (var configured in options.Value.Managers)
        {
            managers.Add(await ToRowAsync(configured, cancellationToken));
        }

        await store.ReplaceAllAsync(managers, cancellationToken);
    }

    private async Task<ManagerRow> ToRowAsync(ManagerOptions configured, CancellationToken cancellationToken)
    {
        var password = PasswordHashMd5.TryParse(configured.PasswordMd5, out var md5) ? md5 : PasswordHashMd5.Of(configured.Password ?? "");
        var current = await store.FindAsync(configured.Login, cancellationToken);
        var isSame = current is not null && await hashing.VerifyAsync(current.PasswordHash, password, cancellationToken);
        var stamp = isSame ? current!.Stamp : Guid.NewGuid().ToString("N");
        return new()
        {
            Login = configured.Login,
            PasswordHash = isSame ? current!.PasswordHash : await hashing.HashAsync(password, cancellationToken),
            Stamp = stamp,
            TokenFingerprint = key.TokenOf(configured.Login, stamp).Fingerprint().ToBytes(),
            AllowedGroups = StoredJson.Write(configured.AllowedGroups),
            DisabledBrokerNames = StoredJson.Write(configured.DisabledBrokerName),
            SuperAdmin = configured.SuperAdmin,
        };
    }
}

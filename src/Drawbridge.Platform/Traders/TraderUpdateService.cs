using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Traders;

/// <summary>Changes of accounts, except money (WS-62).</summary>
internal sealed class TraderUpdateService(TraderStore store, PasswordHashing hashing, IOptions<PlatformOptions> options)
{
    private static readonly PlatformFault NoGroup = new(PlatformErrorCode.TraderGroupNotFound, "There is no such trader group.");

    private static readonly PlatformFault WrongPassword = new(PlatformErrorCode.WrongPassword, "The account has another password."); // ERR-31

    /// <summary>WebServices 4.5.1: what the body leaves out is reset (WS-60, WS-61).</summary>
    public async Task<Outcome<Nothing>> ReplaceAsync(Manager manager, long login, CreateTraderRequest request, CancellationToken cancellationToken)
    {
        if (TraderUpdateRules.Check(request) is { } fault)
        {
            return fault;
        }

        var hash = PasswordHashMd5.TryParse(request.HashedPassword, out var password) ? await hashing.HashAsync(password, cancellationToken) : null;
        return await ChangeAsync(
            manager,
            login,
            trader => TraderUpdateRules.IsMoved(request, trader)
                ? PlatformFault.Invalid("brokerName and depositCurrency of an account do not change by an update.")
                : TraderUpdate.Replacing(trader, request, hash),
            cancellationToken);
    }

    /// <summary>WebServices 4.5.2: what the body leaves out stays (WS-64).</summary>
    public async Task<Outcome<Nothing>> UpdateAsync(Manager manager, long login, UpdateTraderRequest request, CancellationToken cancellationToken) =>
        TraderUpdateRules.Check(request) is { } fault
            ? fault
            : await ChangeAsync(manager, login, trader => TraderUpdate.Merging(trader, request), cancellationToken);

    /// <summary>WebServices 4.6 (WS-69).</summary>
    public async Task<Outcome<Nothing>> DeleteAsync(Manager manager, long login, CancellationToken cancellationToken) =>
        await store.DeleteAsync(login, trader => TraderReach.Denial(manager, trader), cancellationToken) is { } denied ? denied : Nothing.Value;

    /// <summary>WebServices 4.8.</summary>
    public async Task<Outcome<Nothing>> ChangePasswordAsync(
        Manager manager, long login, TraderPasswordRequest request, CancellationToken cancellationToken)
    {
        if (TraderUpdateRules.Check(login, request, out var password) is { } fault)
        {
            return fault;
        }

        var hash = await hashing.HashAsync(password!, cancellationToken);
        return await ChangeAsync(manager, login, trader => TraderUpdate.Of(trader) with { PasswordHash = hash }, cancellationToken);
    }

    /// <summary>WebServices 4.9.</summary>
    public async Task<Outcome<Nothing>> CheckPasswordAsync(
        Manager manager, long login, TraderPasswordRequest request, CancellationToken cancellationToken)
    {
        if (TraderUpdateRules.Check(login, request, out var password) is { } fault)
        {
            return fault;
        }

        var trader = await store.FindAsync(login, cancellationToken);
        return TraderReach.Denial(manager, trader) is { } denied ? denied
            : await hashing.VerifyAsync(trader!.PasswordHash, password!, cancellationToken) ? Nothing.Value
            : WrongPassword;
    }

    private async Task<Outcome<Nothing>> ChangeAsync(
        Manager manager, long login, Func<TraderRow, Outcome<TraderUpdate>> change, CancellationToken cancellationToken)
    {
        Outcome<TraderUpdate> Decide(TraderRow? trader)
        {
            if (TraderReach.Denial(manager, trader) is { } denied)
            {
                return denied;
            }

            var update = change(trader!);
            return update is Outcome<TraderUpdate>.Done { Value: var value } && Denial(manager, trader!, value) is { } refusal ? refusal : update;
        }

        return await store.UpdateAsync(login, Decide, cancellationToken) is { } fault ? fault : Nothing.Value;
    }

    /// <summary>The group that the account comes to is known and within reach too.</summary>
    private PlatformFault? Denial(Manager manager, TraderRow trader, TraderUpdate update) =>
        update.GroupName != trader.GroupName && options.Value.EffectiveGroups.All(group => group.Name != update.GroupName) ? NoGroup
        : manager.ReachesGroup(update.GroupName) ? null
        : TraderReach.OutOfReach;
}

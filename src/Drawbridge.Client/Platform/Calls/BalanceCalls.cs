using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>
/// Money on accounts. The platform has no idempotency key: these calls are never repeated by themselves, and an ambiguous answer has to be
/// settled by looking at the account, by a person if need be (B2P-3.5-13).
/// </summary>
public sealed class BalanceCalls
{
    private readonly PlatformCaller _caller;

    internal BalanceCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// Call 3.5: changes balance or credit and answers the number in the balance history, null for the credit types, which are not in it
    /// (B2P-3.5-1..11, WS-68). The amount is in currency units, above zero, exact (WS-11); <c>type</c> gives the direction.
    /// </summary>
    /// <param name="login">The account; it is filled into the body too.</param>
    /// <param name="change">What, one of <see cref="BalanceChangeType"/>.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public Task<PlatformResult<long?>> ChangeAsync(long login, ChangeBalanceRequest change, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.ChangeBalance, Body: _caller.Body(change with { Login = login }, PlatformJson.Default.ChangeBalanceRequest)) { Login = login },
            response => PlatformCaller.IsBlank(response)
                ? new PlatformResult<long?>.Answered(null)
                : _caller.Read(response, PlatformAnswerReader.Json.ChangeBalanceResponse) is { } changed
                    ? new PlatformResult<long?>.Answered(changed.BalanceHistoryId)
                    : null,
            cancellationToken);

    /// <summary>WebServices 4.10: changes the bonus and answers the number in the bonus history, null when it is not told (WS-41, WS-66, WS-67).</summary>
    /// <param name="login">The account; it is filled into the body too.</param>
    /// <param name="change">What; <c>type</c> is <c>DEPOSIT</c> or <c>WITHDRAW</c>.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public Task<PlatformResult<long?>> ChangeBonusAsync(long login, ChangeBonusRequest change, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.ChangeBonus, Body: _caller.Body(change with { Login = login }, PlatformJson.Default.ChangeBonusRequest)) { Login = login },
            response => PlatformCaller.IsBlank(response)
                ? new PlatformResult<long?>.Answered(null)
                : _caller.Read(response, PlatformAnswerReader.Json.ChangeBonusResponse) is { BonusHistoryId: var id }
                    ? new PlatformResult<long?>.Answered(id > 0 ? id : null)
                    : null,
            cancellationToken);
}

using System.Runtime.CompilerServices;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Trading accounts. There are no events: what changes has to be asked for, on opening a page and then once a minute (WS-18, WS-19).</summary>
public sealed class TraderCalls
{
    private readonly PlatformCaller _caller;

    internal TraderCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// Call 3.3, WebServices 4.1: opens an account (B2P-3.3-1..20). The broker's name is filled in, and <c>MAX</c> when no margin calculation
    /// is given (B2P-3.3-10). Never repeated by itself; a reference in <c>description</c> lets it be found by <see cref="ListAsync"/>.
    /// </summary>
    public Task<PlatformResult<TraderEntity>> CreateAsync(CreateTraderRequest trader, CancellationToken cancellationToken)
    {
        var request = trader with
        {
            BrokerName = _caller.Broker,
            TotalMarginCalculationType = trader.TotalMarginCalculationType ?? "MAX",
        };
        return _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.CreateTrader,
                Body: _caller.Body(request, PlatformJson.Default.CreateTraderRequest),
                Secrets: request.HashedPassword is { Length: > 0 } hash ? [hash] : []),
            PlatformAnswerReader.Json.TraderEntity,
            static created => created.Login > 0,
            cancellationToken);
    }

    /// <summary>WebServices 4.2: one account (WS-32).</summary>
    public Task<PlatformResult<TraderEntity>> GetAsync(long login, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.GetTrader) { Login = login },
            PlatformAnswerReader.Json.TraderEntity,
            static trader => trader.Login > 0,
            cancellationToken);

    /// <summary>
    /// WebServices 4.3, one page: newest registration first (WS-33, WS-50..56). While <c>HasMore</c>, the next page has the earliest registration
    /// time received as its <c>to</c>; <see cref="ListAsync"/> does that.
    /// </summary>
    public Task<PlatformResult<TraderListResponse>> ListPageAsync(TraderQuery query, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.ListTraders, query.ToQuery(_caller.Names)),
            PlatformAnswerReader.Json.TraderListResponse,
            static list => list.Trader is not null,
            cancellationToken);

    /// <summary>
    /// WebServices 4.3, page by page to the end, each account once (WS-56, WS-57). The first page that fails is the last thing that comes; whoever
    /// wants to go on later sets <c>To</c> to the earliest registration time received.
    /// </summary>
    public async IAsyncEnumerable<PlatformResult<IReadOnlyList<TraderEntity>>> ListAsync(
        TraderQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<long>();
        while (true)
        {
            var result = await ListPageAsync(query, cancellationToken);
            yield return result.Select(page => (IReadOnlyList<TraderEntity>)[.. page.Trader.Where(trader => seen.Add(trader.Login))]);
            if (result is not PlatformResult<TraderListResponse>.Answered { Value: { HasMore: true, Trader: var traders } })
            {
                yield break;
            }

            var earliest = traders.Count == 0 ? query.To : DateTimeOffset.FromUnixTimeMilliseconds(traders.Min(static trader => trader.RegistrationTimestamp));
            if (earliest >= query.To)
            {
                yield return new PlatformResult<IReadOnlyList<TraderEntity>>.Ambiguous("the list of accounts does not end");
                yield break;
            }

            if (earliest <= query.From)
            {
                yield break;
            }

            query = query with { To = earliest };
        }
    }

    /// <summary>WebServices 4.4: the sub-accounts of an account, and their totals in its money digits (WS-34, WS-59).</summary>
    public Task<PlatformResult<SubAccountsResponse>> GetSubAccountsAsync(long login, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.SubAccounts) { Login = login },
            PlatformAnswerReader.Json.SubAccountsResponse,
            static response => response.SubAccountLogins is not null,
            cancellationToken);

    /// <summary>WebServices 4.5.2: changes what is given and leaves the rest (WS-36, WS-64, WS-65). The way to change an account (WS-63).</summary>
    public Task<PlatformResult<NoContent>> UpdateAsync(long login, UpdateTraderRequest changes, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.UpdateTrader, Body: _caller.Body(changes, PlatformJson.Default.UpdateTraderRequest)) { Login = login },
            cancellationToken);

    /// <summary>
    /// WebServices 4.5.1: replaces an account's data. What is left out would be reset, so the account is read first and every key is sent back
    /// (WS-35, WS-60..63). Who changes the account in between loses; <see cref="UpdateAsync"/> has no such gap.
    /// </summary>
    /// <param name="login">The account.</param>
    /// <param name="change">Gets the account as it is, and gives what it is to be. Balance, currency and broker stay (WS-62).</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public async Task<PlatformResult<NoContent>> ReplaceAsync(
        long login, Func<CreateTraderRequest, CreateTraderRequest> change, CancellationToken cancellationToken)
    {
        var read = await GetAsync(login, cancellationToken);
        if (read is not PlatformResult<TraderEntity>.Answered { Value: var trader })
        {
            // Nothing was sent but a read.
            return read is PlatformResult<TraderEntity>.Ambiguous doubt
                ? new PlatformResult<NoContent>.NotSent($"the account could not be read: {doubt.Reason}", doubt.RetryAfter)
                : read.Select(static _ => default(NoContent));
        }

        var request = change(TraderReplacement.Of(trader));
        return await _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.ReplaceTrader,
                Body: _caller.Body(request, PlatformJson.Default.CreateTraderRequest),
                Secrets: request.HashedPassword is { Length: > 0 } hash ? [hash] : []) { Login = login },
            cancellationToken);
    }

    /// <summary>WebServices 4.6: deletes an account (WS-37, WS-69).</summary>
    public Task<PlatformResult<NoContent>> DeleteAsync(long login, CancellationToken cancellationToken) =>
        _caller.CallAsync(new PlatformCall(PlatformCalls.DeleteTrader) { Login = login }, cancellationToken);

    /// <summary>WebServices 4.8: sets an account's password (WS-39).</summary>
    public Task<PlatformResult<NoContent>> ChangePasswordAsync(long login, PasswordHashMd5 password, CancellationToken cancellationToken) =>
        _caller.CallAsync(PasswordCall(PlatformCalls.ChangePassword, login, password), cancellationToken);

    /// <summary>
    /// WebServices 4.9: whether this is an account's password; a wrong one is refused with <see cref="PlatformErrorCode.WrongPassword"/> (WS-40). It
    /// counts under the hourly limit.
    /// </summary>
    public Task<PlatformResult<NoContent>> CheckPasswordAsync(long login, PasswordHashMd5 password, CancellationToken cancellationToken) =>
        _caller.CallAsync(PasswordCall(PlatformCalls.CheckPassword, login, password), cancellationToken);

    private PlatformCall PasswordCall(CallInfo info, long login, PasswordHashMd5 password) =>
        new(
            info,
            Body: _caller.Body(
                new TraderPasswordRequest { Login = login, HashedPassword = password.Reveal() }, PlatformJson.Default.TraderPasswordRequest),
            Secrets: password.Reveal()) { Login = login };
}

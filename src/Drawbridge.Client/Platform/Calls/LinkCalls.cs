using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Which user and which white label an account belongs to.</summary>
public sealed class LinkCalls
{
    private readonly PlatformCaller _caller;

    internal LinkCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// Call 3.4, WebServices 5.2: links an account to a user and answers <c>ctidTraderAccountId</c>, which is always asked for (B2P-3.4-1..8,
    /// WS-85); null when the platform linked without telling it. Never repeated by itself: a second link is refused with
    /// <see cref="PlatformErrorCode.TraderAlreadyLinked"/>.
    /// </summary>
    /// <param name="traderLogin">The account.</param>
    /// <param name="traderPassword">Hash of the account's password.</param>
    /// <param name="userId">The user.</param>
    /// <param name="environmentName">The environment that holds the account; null for the peer's.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public Task<PlatformResult<long?>> LinkAsync(
        long traderLogin, PasswordHashMd5 traderPassword, long userId, string? environmentName, CancellationToken cancellationToken)
    {
        var request = new LinkRequest
        {
            TraderLogin = traderLogin,
            TraderPasswordHash = traderPassword.Reveal(),
            UserId = userId,
            BrokerName = _caller.Broker,
            EnvironmentName = environmentName ?? _caller.Peer.EnvironmentName,
            ReturnAccountDetails = true,
        };
        return _caller.CallAsync(
            new PlatformCall(PlatformCalls.Link, Body: _caller.Body(request, PlatformJson.Default.LinkRequest), Secrets: traderPassword.Reveal()),
            response => PlatformCaller.IsBlank(response)
                ? new PlatformResult<long?>.Answered(null)
                : _caller.Read(response, PlatformAnswerReader.Json.LinkResponse) is { CtidTraderAccountId: var id }
                    ? new PlatformResult<long?>.Answered(id > 0 ? id : null)
                    : null,
            cancellationToken);
    }

    /// <summary>WebServices 5.3: moves an account to this client's broker, from another white label (WS-86, WS-87).</summary>
    /// <param name="traderLogin">The account.</param>
    /// <param name="environmentName">The environment that holds the account; null for the peer's.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public Task<PlatformResult<NoContent>> MoveHereAsync(long traderLogin, string? environmentName, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.MoveAccount,
                Body: _caller.Body(
                    new ChangeCtidTraderAccountRequest
                    {
                        TraderLogin = traderLogin,
                        BrokerName = _caller.Broker,
                        EnvironmentName = environmentName ?? _caller.Peer.EnvironmentName,
                    },
                    PlatformJson.Default.ChangeCtidTraderAccountRequest)),
            cancellationToken);
}

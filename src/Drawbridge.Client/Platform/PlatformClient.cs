using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform;

/// <summary>
/// The platform as one broker calls it (B2P-0-1). Made by <see cref="PlatformClients.For"/>, costs nothing to make. No method throws for
/// what the platform or the network does; see <see cref="PlatformResult{T}"/>.
/// </summary>
public sealed class PlatformClient
{
    private readonly PlatformEndpoint _endpoint;
    private readonly PlatformTransport _transport;
    private readonly PlatformClientOptions _options;

    internal PlatformClient(PlatformEndpoint endpoint, PlatformTransport transport, PlatformClientOptions options)
    {
        _endpoint = endpoint;
        _transport = transport;
        _options = options;
    }

    private string CrmName => _endpoint.BrokerCrmName.Value;

    /// <summary>Call 3.2: creates a user and answers the <c>userId</c> (B2P-3.2-1..8). The CRM's name is filled in.</summary>
    public Task<PlatformResult<long>> CreateUserAsync(CreateUserRequest user, CancellationToken cancellationToken) =>
        _transport.CallAsync(
            _endpoint,
            new PlatformCall(
                "3.2", HttpMethod.Post, PlatformPaths.CreateUser, Body: Json(user with { BrokerCrmName = CrmName }, PlatformJson.Default.CreateUserRequest)),
            response => PlatformAnswerReader.TryParse(response, PlatformAnswerReader.Json.UserIdResponse)?.UserId is { } id and > 0
                ? new PlatformResult<long>.Answered(id)
                : null,
            cancellationToken);

    /// <summary>Call 3.11: the <c>userId</c> of an address, or null (B2P-3.11-1..4). An empty body and <c>{}</c> both mean that there is none.</summary>
    public Task<PlatformResult<long?>> FindUserAsync(string email, CancellationToken cancellationToken) =>
        _transport.CallAsync(
            _endpoint,
            new PlatformCall("3.11", HttpMethod.Get, _options.UserIdPath, PlatformCall.QueryOf(("brokerCrmName", CrmName), ("email", email))),
            static response => IsBlank(response.Body)
                ? new PlatformResult<long?>.Answered(null)
                : PlatformAnswerReader.TryParse(response, PlatformAnswerReader.Json.UserIdResponse) is { } found
                    ? new PlatformResult<long?>.Answered(found.UserId)
                    : null,
            cancellationToken);

    /// <summary>Call 3.3: opens a trading account (B2P-3.3-1..19). The broker's name is filled in, and <c>MAX</c> when no margin calculation is given (B2P-3.3-10).</summary>
    public Task<PlatformResult<TraderEntity>> CreateTraderAsync(CreateTraderRequest trader, CancellationToken cancellationToken)
    {
        var request = trader with
        {
            BrokerName = _endpoint.BrokerName.Value,
            TotalMarginCalculationType = trader.TotalMarginCalculationType ?? "MAX",
        };
        return _transport.CallAsync(
            _endpoint,
            new PlatformCall(
                "3.3",
                HttpMethod.Post,
                PlatformPaths.Traders,
                Body: Json(request, PlatformJson.Default.CreateTraderRequest),
                Secrets: request.HashedPassword is { Length: > 0 } hash ? [hash] : []),
            ReadTrader,
            cancellationToken);
    }

    /// <summary>
    /// Call 3.4: links an account to a user and answers <c>ctidTraderAccountId</c>, which is always asked for (B2P-3.4-1..8); null when
    /// the platform linked without telling it.
    /// </summary>
    public Task<PlatformResult<long?>> LinkAsync(
        long traderLogin, PasswordHashMd5 traderPassword, long userId, string environmentName, CancellationToken cancellationToken)
    {
        var request = new LinkRequest
        {
            TraderLogin = traderLogin,
            TraderPasswordHash = traderPassword.Reveal(),
            UserId = userId,
            BrokerName = _endpoint.BrokerName.Value,
            EnvironmentName = environmentName,
            ReturnAccountDetails = true,
        };
        return _transport.CallAsync(
            _endpoint,
            new PlatformCall("3.4", HttpMethod.Post, PlatformPaths.Link, Body: Json(request, PlatformJson.Default.LinkRequest), Secrets: traderPassword.Reveal()),
            static response => IsBlank(response.Body)
                ? new PlatformResult<long?>.Answered(null)
                : PlatformAnswerReader.TryParse(response, PlatformAnswerReader.Json.LinkResponse) is { CtidTraderAccountId: var id }
                    ? new PlatformResult<long?>.Answered(id > 0 ? id : null)
                    : null,
            cancellationToken);
    }

    /// <summary>Call 3.10: changes the user's e-mail (B2P-3.10-1..3).</summary>
    public Task<PlatformResult<NoContent>> ChangeEmailAsync(long userId, string newEmail, CancellationToken cancellationToken) =>
        _transport.CallAsync(
            _endpoint,
            new PlatformCall(
                "3.10",
                HttpMethod.Put,
                PlatformPaths.ChangeEmail,
                Body: Json(
                    new ChangeEmailRequest { UserId = userId, NewEmail = newEmail, BrokerCrmName = CrmName }, PlatformJson.Default.ChangeEmailRequest)),
            Nothing,
            cancellationToken);

    /// <summary>Call 3.12: ends every session of the user on the platform (B2P-3.12-1..4).</summary>
    public Task<PlatformResult<NoContent>> LogOutAsync(long userId, CancellationToken cancellationToken) =>
        _transport.CallAsync(_endpoint, new PlatformCall("3.12", HttpMethod.Post, _options.LogoutPath, UserQuery(userId)), Nothing, cancellationToken);

    /// <summary>Call 3.13: records that the user accepted the broker's agreement (B2P-3.13-1..4).</summary>
    public Task<PlatformResult<NoContent>> AcceptAgreementAsync(long userId, CancellationToken cancellationToken) =>
        _transport.CallAsync(
            _endpoint, new PlatformCall("3.13", HttpMethod.Put, PlatformPaths.AcceptAgreement, UserQuery(userId)), Nothing, cancellationToken);

    /// <summary>
    /// One page of accounts, newest registration first (WS-33, WS-50). While <c>HasMore</c>, the next page has the earliest registration
    /// time received as its <c>to</c>, and may repeat logins (WS-56, WS-57).
    /// </summary>
    public Task<PlatformResult<TraderListResponse>> ListTradersAsync(TraderQuery query, CancellationToken cancellationToken) =>
        _transport.CallAsync(
            _endpoint,
            new PlatformCall("WS 4.3", HttpMethod.Get, PlatformPaths.Traders, query.ToQuery()),
            static response => PlatformAnswerReader.TryParse(response, PlatformAnswerReader.Json.TraderListResponse) is { Trader: not null } list
                ? new PlatformResult<TraderListResponse>.Answered(list)
                : null,
            cancellationToken);

    /// <summary>One account (WS-32).</summary>
    public Task<PlatformResult<TraderEntity>> GetTraderAsync(long login, CancellationToken cancellationToken) =>
        _transport.CallAsync(
            _endpoint,
            new PlatformCall("WS 4.2", HttpMethod.Get, $"{PlatformPaths.Traders}/{login.ToString(CultureInfo.InvariantCulture)}"),
            ReadTrader,
            cancellationToken);

    private static PlatformResult<TraderEntity>.Answered? ReadTrader(PlatformAnswer.Response response) =>
        PlatformAnswerReader.TryParse(response, PlatformAnswerReader.Json.TraderEntity) is { Login: > 0 } trader
            ? new PlatformResult<TraderEntity>.Answered(trader)
            : null;

    private static PlatformResult<NoContent>.Answered Nothing(PlatformAnswer.Response response) => new(default(NoContent));

    private static bool IsBlank(byte[] body) => !body.AsSpan().ContainsAnyExcept(" \t\r\n"u8);

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private string UserQuery(long userId) =>
        PlatformCall.QueryOf(("brokerCrmName", CrmName), ("userId", userId.ToString(CultureInfo.InvariantCulture)));
}

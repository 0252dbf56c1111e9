using System.Globalization;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Users with single sign-on.</summary>
public sealed class UserCalls
{
    private readonly PlatformCaller _caller;

    internal UserCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// Call 3.2: creates a user and answers the <c>userId</c> (B2P-3.2-1..8). The CRM's name is filled in. Never repeated by itself: after an
    /// ambiguous answer <see cref="FindByEmailAsync"/> says whether it happened.
    /// </summary>
    public Task<PlatformResult<long>> CreateAsync(CreateUserRequest user, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.CreateUser,
                Body: _caller.Body(user with { BrokerCrmName = _caller.Crm }, PlatformJson.Default.CreateUserRequest)),
            response => _caller.Read(response, PlatformAnswerReader.Json.UserIdResponse)?.UserId is { } id and > 0
                ? new PlatformResult<long>.Answered(id)
                : null,
            cancellationToken);

    /// <summary>Call 3.11: the <c>userId</c> of an address, or null (B2P-3.11-1..4). An empty body and <c>{}</c> both mean that there is none.</summary>
    public Task<PlatformResult<long?>> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.FindUser, PlatformCall.QueryOf(("brokerCrmName", _caller.Crm), ("email", email))),
            response => PlatformCaller.IsBlank(response)
                ? new PlatformResult<long?>.Answered(null)
                : _caller.Read(response, PlatformAnswerReader.Json.UserIdResponse) is { } found
                    ? new PlatformResult<long?>.Answered(found.UserId)
                    : null,
            cancellationToken);

    /// <summary>Call 3.10: changes the user's e-mail (B2P-3.10-1..3, B2P-3.10-5).</summary>
    public Task<PlatformResult<NoContent>> ChangeEmailAsync(long userId, string newEmail, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.ChangeEmail,
                Body: _caller.Body(
                    new ChangeEmailRequest { UserId = userId, NewEmail = newEmail, BrokerCrmName = _caller.Crm },
                    PlatformJson.Default.ChangeEmailRequest)),
            cancellationToken);

    /// <summary>Call 3.12: ends every session of the user on the platform; no session is not an error (B2P-3.12-1..4).</summary>
    public Task<PlatformResult<NoContent>> LogOutAsync(long userId, CancellationToken cancellationToken) =>
        _caller.CallAsync(new PlatformCall(PlatformCalls.LogOut, UserQuery(userId)), cancellationToken);

    /// <summary>Call 3.13: records that the user accepted the broker's agreement (B2P-3.13-1..4).</summary>
    public Task<PlatformResult<NoContent>> AcceptAgreementAsync(long userId, CancellationToken cancellationToken) =>
        _caller.CallAsync(new PlatformCall(PlatformCalls.AcceptAgreement, UserQuery(userId)), cancellationToken);

    private string UserQuery(long userId) =>
        PlatformCall.QueryOf(("brokerCrmName", _caller.Crm), ("userId", userId.ToString(CultureInfo.InvariantCulture)));
}

using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Users without single sign-on. Not interchangeable with <see cref="UserCalls"/> (B2P-3.2-15).</summary>
public sealed class CtidCalls
{
    private const string NewUser = "CTID_NEW";

    private readonly PlatformCaller _caller;

    internal CtidCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// WebServices 5.1: creates a user, or answers the number of the one who has the e-mail already (WS-80, WS-81). The broker's name is filled
    /// in. Any other status than <c>CTID_NEW</c> is logged (WS-83).
    /// </summary>
    public async Task<PlatformResult<CtidCreation>> CreateAsync(string email, string? preferredLanguage, CancellationToken cancellationToken)
    {
        var request = new CreateCtidRequest { Email = email, BrokerName = _caller.Broker, PreferredLanguage = preferredLanguage };
        var result = await _caller.CallAsync(
            new PlatformCall(PlatformCalls.CreateCtid, Body: _caller.Body(request, PlatformJson.Default.CreateCtidRequest)),
            PlatformAnswerReader.Json.CtidEntity,
            static user => user.UserId > 0,
            cancellationToken);
        if (result is PlatformResult<CtidEntity>.Answered { Value: { Email: not null, Status: not NewUser } user })
        {
            PlatformLog.UnexpectedUserStatus(_caller.Logger, _caller.Broker, _caller.Crm, user.UserId, user.Status);
        }

        return result.Select(static user => new CtidCreation(user, IsNew: user.Email is not null));
    }
}

/// <summary>What came of creating a user.</summary>
/// <param name="User">The user; of one who was there before only the number.</param>
/// <param name="IsNew">Whether the user is new.</param>
public sealed record CtidCreation(CtidEntity User, bool IsNew);

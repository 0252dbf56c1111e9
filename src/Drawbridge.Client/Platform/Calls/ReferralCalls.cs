using System.Globalization;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Identifiers of partners in the broker's programme (INV-7). A partner is a user, or one account of a user.</summary>
public sealed class ReferralCalls
{
    private readonly PlatformCaller _caller;

    internal ReferralCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>Call 3.6: gives a partner an identifier, in place of an earlier one (B2P-3.6-1..9). The answer may be empty (DEC-23).</summary>
    /// <param name="partnerId">The identifier, up to 128 characters.</param>
    /// <param name="partner">Whose.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public Task<PlatformResult<NoContent>> SetAsync(string partnerId, ReferralPartner partner, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.SetReferral,
                Body: _caller.Body(
                    new SetReferralRequest
                    {
                        BrokerCrmName = _caller.Crm,
                        PartnerId = partnerId,
                        UserId = partner.UserId,
                        CtidTraderAccountId = partner.CtidTraderAccountId,
                    },
                    PlatformJson.Default.SetReferralRequest)),
            cancellationToken);

    /// <summary>Call 3.7: the record of a partner, null when there is none (B2P-3.7-1..5).</summary>
    public Task<PlatformResult<ReferralResponse?>> FindAsync(ReferralPartner partner, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.FindReferral, Query(partner)),
            response => PlatformCaller.IsBlank(response)
                ? new PlatformResult<ReferralResponse?>.Answered(null)
                : _caller.Read(response, PlatformAnswerReader.Json.ReferralResponse) is { } record
                    ? new PlatformResult<ReferralResponse?>.Answered(record.PartnerId is null ? null : record)
                    : null,
            cancellationToken);

    /// <summary>Call 3.8: takes the identifier of a user, or of one account of the user, away (B2P-3.8-1..4). None is not an error.</summary>
    public Task<PlatformResult<NoContent>> DeleteAsync(long userId, long? ctidTraderAccountId, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.DeleteReferral, Query(new ReferralPartner(userId, ctidTraderAccountId))), cancellationToken);

    private string Query(ReferralPartner partner) => PlatformCall.QueryOf(
        ("brokerCrmName", _caller.Crm),
        ("userId", partner.UserId?.ToString(CultureInfo.InvariantCulture)),
        ("ctidTraderAccountId", partner.CtidTraderAccountId?.ToString(CultureInfo.InvariantCulture)));
}

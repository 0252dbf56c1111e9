using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Kyc.Provider;

/// <summary>
/// Takes what providers say, at <c>POST /api/kyc/notifications/{brokerCrmName}/{provider}</c>. Only what is signed with that provider's secret, not
/// older than five minutes and about a submission that this provider decides counts; said twice, late or in another order, it does no harm: a
/// submission is decided once (<see cref="KycMachine"/>), and the next one has another reference.
/// </summary>
internal sealed class KycNotifications(KycProviderStore store, KycVerdicts verdicts, BrokerDirectory directory, TimeProvider time)
{
    private const int LongestBody = 16 * 1024;

    private static readonly CrmError BadSignature =
        new(401, CrmErrorCode.ClientAuthFailure, "The signature does not fit; sign with the provider's secret, and send within five minutes");

    private static readonly CrmError Unreadable =
        new(400, CrmErrorCode.InvalidRequest, "Send reference, and status pending, approved or rejected; reason and steps may go with rejected");

    private static readonly CrmError NoCase = new(404, CrmErrorCode.NotFound, "This provider verifies nobody with that reference");

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/kyc/notifications/{crmName}/{provider}", async (HttpContext context, string crmName, string provider, KycNotifications own) =>
        {
            var result = await own.ReceiveAsync(context, crmName, provider, context.RequestAborted);
            await result.ExecuteAsync(context);
        }).WithName("NotifyOfKyc");

    private async Task<IResult> ReceiveAsync(HttpContext context, string crmName, string provider, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestBody + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestBody)
        {
            return CrmError.TooLarge;
        }

        var headers = context.Request.Headers;
        if (directory.Current.FindCrm(crmName) is not { } crm
            || await store.FindAsync(crm.Id, provider, cancellationToken) is not { } row
            || !store.SecretOf(row).Verify(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], buffer.AsSpan(0, length), time.GetUtcNow()))
        {
            return BadSignature;
        }

        if (HostedKycProvider.Read(buffer.AsSpan(0, length)) is not { } verdict || !HostedKycProvider.TryParse(verdict.Reference, out var reference, out var submission))
        {
            return Unreadable;
        }

        if (await store.FindCaseAsync(crm.Id, reference, cancellationToken) is not { } one || directory.Current.FindBroker(one.BrokerId) is not { } broker
            || !KycVerdicts.Decides(broker, provider, one))
        {
            return NoCase;
        }

        return await verdicts.TakeAsync(broker, provider, one, submission, verdict, cancellationToken) ? Results.NoContent() : Unreadable;
    }
}

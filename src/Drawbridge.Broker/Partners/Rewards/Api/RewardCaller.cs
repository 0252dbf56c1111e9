using System.Data.Common;
using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Partners.Api;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.PaymentDesk;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>What the calls about rewards have in common: whose things they are about, what is written down, and that a call sent again is done once.</summary>
internal sealed class RewardCaller(Database database, BrokerDirectory directory, PartnerStore partners, TimeProvider time)
{
    private static readonly CrmError _keyIsTaken = new(409, CrmErrorCode.InvalidRequest, $"The {PaymentDeskEndpoints.KeyHeader} was used for another request; take a new one for each");

    /// <summary>There is nothing of that number at a broker of the CRM.</summary>
    public static CrmError Nothing(string what) => new(404, CrmErrorCode.NotFound, $"Your CRM has no such {what}");

    /// <summary>It cannot be done as things stand.</summary>
    public static CrmError Conflict(string why) => new(409, CrmErrorCode.InvalidRequest, why);

    /// <summary>The brokers of the calling CRM (BID-44).</summary>
    public static BrokerScope ScopeOf(HttpContext context) => new(context.GetCallerCrmId());

    /// <summary>A partner of a broker of the calling CRM (BID-44), or null.</summary>
    public async Task<(Partner Partner, BrokerEntity Broker)?> FindPartnerAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await partners.FindAsync(ScopeOf(context), id, cancellationToken) is { } partner && directory.Current.FindBroker(partner.BrokerId) is { } broker ? (partner, broker) : null;

    /// <summary>The broker of something that was found.</summary>
    public BrokerEntity BrokerOf(long brokerId) => directory.Current.FindBroker(brokerId)!;

    /// <summary>Writes an act down, as part of its write.</summary>
    public Task NoteAsync(DbSession session, HttpContext context, BrokerEntity broker, string act, string what, string? by, string? reason, string? detail = null) => AuditStore.AddAsync(
        session,
        new StaffAct(broker.Crm.Id, StaffId: null, PartnerRequests.ActorOf(by), act, what)
        {
            BrokerId = broker.Id, Detail = detail, Reason = reason, CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        },
        time.GetUtcNow());

    /// <summary>
    /// Does something once for an <c>Idempotency-Key</c>: sent again with it, it answers with what came of it and does nothing. The key is stored in the
    /// act's own write.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="request">What is asked for, so that a key is not used for two things.</param>
    /// <param name="actAsync">Does it; what it is given belongs to its write, with the number of what came of it.</param>
    /// <param name="answerAsync">Answers with what came of it before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IResult> OnceAsync(
        HttpContext context, string request, Func<Func<DbSession, long, Task>, Task<IResult>> actAsync, Func<long, Task<IResult>> answerAsync, CancellationToken cancellationToken)
    {
        var key = context.Request.Headers[PaymentDeskEndpoints.KeyHeader].ToString();
        if (key.Length == 0)
        {
            return await actAsync(static (_, _) => Task.CompletedTask);
        }

        if (!ChatText.IsDeskKey(key))
        {
            return CrmError.MustBe(PaymentDeskEndpoints.KeyHeader, "at most 64 printable characters without blanks");
        }

        var crmId = context.GetCallerCrmId();
        if (await FindAsync(crmId, key, cancellationToken) is { } before)
        {
            return before.Request == request ? await answerAsync(before.SubjectId) : _keyIsTaken;
        }

        IResult? result = null;
        try
        {
            result = await actAsync((session, subject) => session.ExecuteAsync(
                "insert into partner_requests (crm_id, idempotency_key, request, subject_id, made_at) values (@crmId, @key, @request, @subject, @now)",
                new { crmId, key, request, subject, now = time.GetUtcNow() }));
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            // Somebody was faster with the same key; nothing of this one happened.
        }

        if (result is not null and not IStatusCodeHttpResult { StatusCode: StatusCodes.Status409Conflict })
        {
            return result;
        }

        return await FindAsync(crmId, key, cancellationToken) is not { } meanwhile ? result ?? _keyIsTaken
            : meanwhile.Request == request ? await answerAsync(meanwhile.SubjectId)
            : _keyIsTaken;
    }

    /// <summary>A number in an address or text.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private Task<RequestRow?> FindAsync(long crmId, string key, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<RequestRow>("select request, subject_id from partner_requests where crm_id = @crmId and idempotency_key = @key", new { crmId, key }), cancellationToken);

    private sealed record RequestRow
    {
        public string Request { get; init; } = "";

        public long SubjectId { get; init; }
    }
}

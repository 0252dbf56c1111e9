namespace Drawbridge.Broker.Management;

/// <summary>Which brokers somebody who looks after them may see: those of a CRM (BID-44), or those of them that a member of its staff is limited to.</summary>
/// <param name="CrmId">The CRM.</param>
/// <param name="StaffId">The member of staff, if limited; else null.</param>
internal sealed record BrokerScope(long CrmId, long? StaffId = null)
{
    /// <summary>The ids of those brokers, for statements with the parameters <c>@CrmId</c> and <c>@StaffId</c>.</summary>
    public const string Sql =
        """
        (select id from brokers where crm_id = @CrmId
         and (cast(@StaffId as bigint) is null or id in (select broker_id from staff_brokers where staff_id = @StaffId)))
        """;
}

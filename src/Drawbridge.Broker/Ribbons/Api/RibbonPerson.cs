using System.Globalization;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Ribbons.Api;

/// <summary>Who does something by the management API, and what is said about it.</summary>
internal static class RibbonPerson
{
    private const int LongestName = 80;
    private const int LongestReason = 500;

    public static CrmError? FaultOf(string? by) => string.IsNullOrWhiteSpace(by) ? CrmError.MissingParameter("by")
        : by.Length > LongestName || by.Any(char.IsControl) ? CrmError.MustBe("by", "who does it, in 1 to 80 characters")
        : null;

    public static CrmError? ReasonFaultOf(string? reason) =>
        reason is not null && (reason.Length is 0 or > LongestReason || reason.Any(char.IsControl)) ? CrmError.MustBe("reason", "1 to 500 characters without control characters") : null;

    /// <summary>Every fault at once.</summary>
    public static CrmError Invalid(IReadOnlyList<CampaignFault> faults) =>
        new(400, CrmErrorCode.InvalidRequest, string.Join(" ", faults.Select(static fault => $"{fault.Field}: {fault.Text}")));

    public static string ObjectOf(Campaign campaign) => string.Create(CultureInfo.InvariantCulture, $"ribbon campaign {campaign.Id}");

    public static StaffAct ActOf(HttpContext context, Campaign campaign, string act, string by, string? reason) =>
        new(context.GetCallerCrmId(), StaffId: null, $"{by.Trim()} (management API)", $"ribbon.{act}", ObjectOf(campaign))
        {
            BrokerId = campaign.BrokerId,
            Detail = campaign.Name,
            Reason = reason,
            CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        };
}

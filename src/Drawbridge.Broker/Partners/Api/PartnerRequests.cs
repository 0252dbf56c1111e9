using Drawbridge.Broker.CrmApi;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Broker.Partners.Api;

/// <summary>What requests about partners have in common.</summary>
internal static class PartnerRequests
{
    private const int LongestReason = 500;
    private const int LongestName = 80;

    public static CrmError NoPartner { get; } = new(404, CrmErrorCode.NotFound, "Your CRM has no such partner");

    public static CrmError NoTrader { get; } = new(404, CrmErrorCode.UserNotFound, "Your CRM has no such trader, account or partner at that broker");

    /// <summary>Who acts, for ledger and audit log.</summary>
    public static string ActorOf(string? by) => by is { Length: > 0 } ? $"{by} (management API)" : "management API";

    /// <summary>What is wrong with the words that people give, or null.</summary>
    /// <param name="name">Name of a partner; null = none.</param>
    /// <param name="by">Who acts; null = not said.</param>
    /// <param name="reason">Why; empty where it is missing, null where none is needed.</param>
    public static CrmError? FaultOf(string? name, string? by, string? reason) =>
        reason is { Length: 0 } ? CrmError.MissingParameter("reason")
        : reason?.Length > LongestReason || by?.Length > LongestName || name?.Length > LongestName || $"{reason}{by}{name}".Any(char.IsControl)
            ? new(400, CrmErrorCode.InvalidRequest, "reason takes 1 to 500 characters, name and by at most 80; no control characters")
            : null;
}

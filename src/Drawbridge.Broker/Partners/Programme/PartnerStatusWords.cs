namespace Drawbridge.Broker.Partners.Programme;

/// <summary>What statuses are called in the management API, in events and in addresses.</summary>
internal static class PartnerStatusWords
{
    public static string WordOf(PartnerStatus status) => status switch
    {
        PartnerStatus.Pending => "pending",
        PartnerStatus.Active => "active",
        PartnerStatus.Suspended => "suspended",
        _ => "rejected",
    };

    /// <summary>The status of a word; null when it is none.</summary>
    public static PartnerStatus? Parse(string? word) => Enum.GetValues<PartnerStatus>().Where(status => WordOf(status) == word).Select(static status => (PartnerStatus?)status).FirstOrDefault();
}

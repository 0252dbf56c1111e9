using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.Up;

namespace Drawbridge.Cli.Conform.Self;

/// <summary>What the installations have beside the seed of <c>drawbridge up</c>.</summary>
internal static class SelfSeed
{
    /// <summary>A white label that is switched off.</summary>
    public const string Closed = "tradingtech_closed";

    /// <summary>Names must be given.</summary>
    public static IReadOnlyList<CrmConfiguration> Strict(IReadOnlyList<CrmConfiguration> crms) => [.. crms.Select(WithClosed)];

    /// <summary>At one CRM names may be absent, and it gives an <c>inappToken</c>. At one alone: else a request without names could mean either (BID-25).</summary>
    public static IReadOnlyList<CrmConfiguration> Lenient(IReadOnlyList<CrmConfiguration> crms) =>
        [.. crms.Select(static crm => crm.Name == DemoNames.TradingTechCrm ? WithClosed(crm) with { Settings = crm.Settings with { Identification = IdentificationMode.Optional, IssueInAppTokens = true } } : crm)];

    private static CrmConfiguration WithClosed(CrmConfiguration crm) => crm.Name != DemoNames.TradingTechCrm ? crm : crm with
    {
        Brokers = [.. crm.Brokers, crm.Brokers[1] with { Name = Closed, InviteToken = $"{crm.Brokers[1].InviteToken}-closed", Settings = crm.Brokers[1].Settings with { DisplayName = "TradingTech Closed", Enabled = false } }],
    };
}

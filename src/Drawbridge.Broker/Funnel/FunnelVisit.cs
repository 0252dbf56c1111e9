using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Funnel;

/// <summary>Somebody has reached a step, as it waits in memory to be counted.</summary>
/// <param name="BrokerId">At which broker.</param>
/// <param name="Step">Which step.</param>
/// <param name="Traveller">What tells one walk through the flow from another. Is never written down.</param>
/// <param name="Origin">Where they came from.</param>
/// <param name="Day">The day in UTC.</param>
internal sealed record FunnelVisit(long BrokerId, FunnelStep Step, string Traveller, FunnelOrigin Origin, DateOnly Day);

/// <summary>Where somebody came from and what the application counts there; empty where it is not known.</summary>
/// <param name="Source">The application (SCR-23).</param>
/// <param name="Campaign">Of the advertisement (SCR-30).</param>
/// <param name="Partner">Who brought them (SCR-25).</param>
/// <param name="EventName">The Firebase event with which the screen was opened (SCR-41).</param>
internal sealed record FunnelOrigin(string Source, string Campaign, string Partner, string EventName)
{
    /// <summary>Stands for campaigns, partners and events beyond those that a day keeps apart.</summary>
    public static FunnelOrigin OtherOf(FunnelOrigin origin) => origin with { Campaign = "(other)", Partner = "(other)", EventName = "" };

    public static FunnelOrigin Of(ScreenParameters parameters) => new(
        parameters.Source ?? "", Tame(parameters.UtmCampaign), Tame(parameters.PartnerId), parameters.IsMobile ? parameters.EventName ?? "" : "");

    /// <summary>No address of a person gets into the counts (DEC-27: partners were once named by theirs).</summary>
    private static string Tame(string? text) => text is null ? "" : text.Contains('@', StringComparison.Ordinal) ? "(e-mail address)" : text;
}

using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>Finds everything that is wrong with a campaign when it is saved, not when it is sent (MOD-18, B2P-3.9-6..12).</summary>
internal static class CampaignValidator
{
    /// <summary>Most characters of a title: one line of the bar on a wide screen, three on a phone.</summary>
    public const int LongestTitle = 120;

    public const int LongestName = 80;
    public const int LongestUrl = 1000;
    public const int HighestPriority = 100;

    /// <param name="broker">Whose campaign it is.</param>
    /// <param name="content">What is to be saved.</param>
    /// <param name="seesWholeCrm">Whether who saves it may write for all brokers of the CRM (BID-44).</param>
    public static IReadOnlyList<CampaignFault> FaultsOf(BrokerEntity broker, CampaignContent content, bool seesWholeCrm) =>
    [
        .. Words(broker, content), .. Look(content), .. Target(content), .. Scope(broker, content, seesWholeCrm), .. ScheduleValidator.FaultsOf(content.Schedule),
        .. AudienceValidator.FaultsOf(broker, content.Audience),
    ];

    private static IEnumerable<CampaignFault> Words(BrokerEntity broker, CampaignContent content)
    {
        if (content.Name.Trim().Length is 0 or > LongestName || content.Name.Any(char.IsControl))
        {
            yield return new("name", $"Give the campaign a name of at most {LongestName} characters.");
        }

        var settings = broker.Crm.Settings;
        if (!content.Titles.ContainsKey(settings.DefaultLanguage))
        {
            yield return new($"titles.{settings.DefaultLanguage}", $"Write the title in {settings.DefaultLanguage}: traders read it whose language has no title.");
        }

        foreach (var (language, title) in content.Titles)
        {
            if (!settings.Languages.Contains(language, StringComparer.Ordinal))
            {
                yield return new("titles", $"Titles can be in: {string.Join(", ", settings.Languages)}.");
            }
            else if (string.IsNullOrWhiteSpace(title) || title.Length > LongestTitle || title.Any(char.IsControl))
            {
                yield return new($"titles.{language}", $"The title in {language} takes 1 to {LongestTitle} characters in one line.");
            }
        }
    }

    private static IEnumerable<CampaignFault> Look(CampaignContent content)
    {
        if (content.Color is not ['#', ..] || !Accent.TryParse(content.Color, out var color) || content.Color.Length != 7)
        {
            yield return new("color", "Give the colour as # and six digits of 0 to 9 and a to f, such as #1d4ed8."); // B2P-3.9-6
        }
        else if (RibbonContrast.FaultOf(color) is { } fault)
        {
            yield return new("color", fault);
        }
    }

    private static IEnumerable<CampaignFault> Target(CampaignContent content)
    {
        var (inApp, external) = (content.Action.UrlInApp, content.Action.UrlExternal);
        if (inApp is null == external is null)
        {
            yield return new("action", "Say either an address that opens inside the application, or one that opens a window of the browser."); // B2P-3.9-10, FLOW-RIBBON-4
        }
        else if ((inApp ?? external)! is var url && !IsAddress(url))
        {
            yield return new("action", $"The address must begin with https://, without user name, password or token, and have at most {LongestUrl} characters.");
        }
    }

    /// <summary>Tokens never stand in what we store; the application adds its own to addresses of the broker (FLOW-RIBBON-5).</summary>
    private static bool IsAddress(string text) => text.Length <= LongestUrl
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttps
        && url.UserInfo.Length == 0
        && !text.Any(static c => c <= ' ' || char.IsControl(c))
        && !url.Query.TrimStart('?').Split('&').Any(static part => part.Split('=')[0].Equals("token", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<CampaignFault> Scope(BrokerEntity broker, CampaignContent content, bool seesWholeCrm)
    {
        if (!RibbonModule.IsOn(broker))
        {
            yield return new("brokerName", RibbonModule.WhyOff + "."); // MOD-18
        }

        if (content.Scope == RibbonScope.Crm && !seesWholeCrm)
        {
            yield return new("scope", "Only who looks after all brokers of the CRM can show a ribbon in all of them."); // BID-44
        }

        if (content.Priority is < 0 or > HighestPriority)
        {
            yield return new("priority", string.Create(CultureInfo.InvariantCulture, $"The priority goes from 0 to {HighestPriority}; the greater comes first."));
        }
    }
}

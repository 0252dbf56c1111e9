using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Ribbons.Schedules;

namespace Drawbridge.Broker.Partners;

/// <summary>What must hold for the partner programme of a broker.</summary>
internal static class PartnerSettingsValidator
{
    /// <summary>Shortest token that the platform may prove itself with.</summary>
    public const int ShortestToken = 24;

    private static readonly TimeSpan _shortestPull = TimeSpan.FromMinutes(1);

    /// <summary>The faults, each with its key.</summary>
    public static IEnumerable<string> Validate(string key, PartnerSettings settings, string? inviteToken, CrmConfiguration crm)
    {
        var rules = settings.Attribution;
        foreach (var (name, value) in new[]
        {
            (nameof(rules.Window), rules.Window), (nameof(rules.ProtectedPeriod), rules.ProtectedPeriod), (nameof(rules.LateWindow), rules.LateWindow),
        })
        {
            if (value < TimeSpan.Zero || value > AttributionRules.Longest)
            {
                yield return $"{key}:Settings:Partners:Attribution:{name}: must be 0 to 3650 days, such as 30.00:00:00.";
            }
        }

        if (settings.PullInterval != TimeSpan.Zero && settings.PullInterval < _shortestPull)
        {
            yield return $"{key}:Settings:Partners:PullInterval: must be at least a minute, or 00:00:00 for never.";
        }

        if (ZonedTime.Find(settings.TimeZone) is null)
        {
            yield return $"{key}:Settings:Partners:TimeZone: must be UTC or a name of the IANA time zone database such as Europe/Berlin.";
        }

        foreach (var fault in AgreementValidator.Validate($"{key}:Settings:Partners:Agreements", settings.Agreements, crm))
        {
            yield return fault;
        }

        if (settings.Links.KeepClicks < PartnerLinkSettings.ShortestKeep || settings.Links.KeepClicks > AttributionRules.Longest)
        {
            yield return $"{key}:Settings:Partners:Links:KeepClicks: must be 1 to 3650 days, such as 400.00:00:00.";
        }

        if (settings.Links.AppUrl is { } app && !(app.IsAbsoluteUri && app.Scheme == Uri.UriSchemeHttps && app.UserInfo.Length == 0))
        {
            yield return $"{key}:Settings:Partners:Links:AppUrl: must be an https address without a user name, such as https://app.example.com/.";
        }

        foreach (var fault in RewardSettingsValidator.Validate($"{key}:Settings:Partners:Rewards", settings.Rewards))
        {
            yield return fault;
        }

        // The token stands in a header as it is (INV-12).
        if (inviteToken is not null && (inviteToken.Length < ShortestToken || inviteToken.Any(static c => c is < '!' or > '~')))
        {
            yield return $"{key}:InviteToken: must have at least {ShortestToken} characters, none of them a space or outside ASCII; make one at random and give it to the platform operator.";
        }
    }
}

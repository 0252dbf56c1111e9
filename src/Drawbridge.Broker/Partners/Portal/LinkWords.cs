using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Portal.Texts;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>What partners read for what links and traders are kept as.</summary>
internal static class LinkWords
{
    public static TextKey Of(LinkTarget target) => target switch
    {
        LinkTarget.SignUp => PartnerTextKey.PartnerTargetSignup,
        LinkTarget.ClientArea => PartnerTextKey.PartnerTargetClient,
        LinkTarget.App => PartnerTextKey.PartnerTargetApp,
        _ => PartnerTextKey.PartnerTargetWeb,
    };

    public static TextKey Of(AttributionSource source) => source switch
    {
        AttributionSource.Link => PartnerTextKey.PartnerSourceLink,
        AttributionSource.Code => PartnerTextKey.PartnerSourceCode,
        AttributionSource.Identifier => PartnerTextKey.PartnerSourceNumber,
        AttributionSource.Webhook or AttributionSource.Pull => PartnerTextKey.PartnerTargetApp,
        _ => PartnerTextKey.PartnerSourceStaff,
    };
}

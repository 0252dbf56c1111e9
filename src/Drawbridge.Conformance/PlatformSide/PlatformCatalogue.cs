using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.PlatformSide.Accounts;
using Drawbridge.Conformance.PlatformSide.Formats;
using Drawbridge.Conformance.PlatformSide.Handoff;
using Drawbridge.Conformance.PlatformSide.Invite;
using Drawbridge.Conformance.PlatformSide.ManagerTokens;
using Drawbridge.Conformance.PlatformSide.Money;
using Drawbridge.Conformance.PlatformSide.Partners;
using Drawbridge.Conformance.PlatformSide.Ribbons;
using Drawbridge.Conformance.PlatformSide.Sessions;
using Drawbridge.Conformance.PlatformSide.Users;
using Drawbridge.Conformance.PlatformSide.WebServices;

namespace Drawbridge.Conformance.PlatformSide;

/// <summary>What a platform's side is held to, in the order of the protocol.</summary>
internal static class PlatformCatalogue
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. ManagerTokenCases.All, .. TokenUseCases.All, .. RightsCases.All, .. WriteLimitCases.All,
        .. CreateUserCases.All,
        .. CreateTraderCases.All, .. CreateTraderRefusals.All,
        .. LinkCases.All,
        .. ChangeBalanceCases.All, .. ExactnessCases.All,
        .. PartnerCases.All,
        .. ControlCases.All,
        .. ChangeEmailCases.All, .. LookupCases.All, .. LeavingCases.All,
        .. TraderCases.All, .. ListCases.All, .. UpdateCases.All, .. PasswordCases.All, .. BonusCases.All, .. PositionCases.All, .. AttributeCases.All,
        .. CtidCases.All, .. MoveCases.All,
        .. RedeemCases.All,
        .. ExchangeCases.All, .. ActionCases.All, .. FaultCases.All,
        .. InviteCases.All,
        .. WebServiceFormatCases.All, .. JsonOnlyCases.All, .. ErrorCases.All, .. TransportCases.All,
    ];
}

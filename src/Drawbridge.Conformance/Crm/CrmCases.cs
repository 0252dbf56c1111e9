using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm.AccessTokens;
using Drawbridge.Conformance.Crm.Connection;
using Drawbridge.Conformance.Crm.CrmApiTokens;
using Drawbridge.Conformance.Crm.Identification;
using Drawbridge.Conformance.Crm.InApp;
using Drawbridge.Conformance.Crm.LogOut;
using Drawbridge.Conformance.Crm.OneTimeTokens;
using Drawbridge.Conformance.Crm.Requests;

namespace Drawbridge.Conformance.Crm;

/// <summary>The calls of section 4, and how they are reached.</summary>
internal static class CrmCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. OfSso(SpeedCases.All), // before those that end sessions
        .. OfSso(AuthenticationCases.All),
        .. OfSso(PasswordCases.All),
        .. OfSso(ExchangeCases.All),
        .. OfSso(CodeCases.All),
        .. OfSso(OnceCases.All),
        .. OfSso(ValidationCases.All),
        .. OfSso(AccessTokenCases.All),
        .. OfSso(GenerationCases.All),
        .. OfSso(UserIdCases.All),
        .. OfSso(InAppTokenCases.All),
        .. OfSso(SeveralLogInsCases.All),
        .. OfSso(LifetimeCases.All),
        .. HttpsCases.All,
        .. CertificateCases.All,
        .. OfSso(TokenSampleCases.All),
        .. OfSso(TokenMixCases.All),
        .. OfSso(CrmApiTokenCases.All),
        .. OfSso(LogOutCases.All),
        .. OfSso(LogOutRefusalCases.All),
        .. OfSso(BodyCases.All),
        .. OfSso(AnswerCases.All),
        .. OfSso(ErrorCases.All),
        .. OfSso(PathCases.All),
        .. OfSso(OrderCases.All),
        .. OfSso(MissingNameCases.All),
        .. OfSso(InvalidNameCases.All),
        .. OfSso(MismatchCases.All),
        .. OfSso(NamePlaceCases.All),
        .. OfSso(OtherBrokerCases.All),
        .. OfSso(OptionalNameCases.All),
        .. OfSso(StrangerCases.All),
        .. OfSso(CallbackCases.All),
        .. OfSso(DisabledBrokerCases.All),
        .. HandoffCases.All,
    ];

    /// <summary>The platform makes these calls under SSO only (FLOW-HANDOFF-10).</summary>
    private static IEnumerable<ConformanceCase> OfSso(IEnumerable<ConformanceCase> cases) => cases.Select(static one => one with { Needs = [Capability.Sso, .. one.Needs] });
}

using Drawbridge.Conformance.Plans;

namespace Drawbridge.Conformance.Crm;

/// <summary>Somebody whom the CRM has named.</summary>
/// <param name="User">Who.</param>
/// <param name="Names">Where.</param>
/// <param name="UserId">The platform's identifier.</param>
/// <param name="AccessToken">What the CRM gave for "Keep me logged in"; null when nobody logged in, or it gives none.</param>
/// <param name="InAppToken">What the CRM gave beside it; null when it gives none.</param>
public sealed record KnownUser(PlanUser User, BrokerNames Names, long UserId, string? AccessToken, string? InAppToken)
{
    /// <summary>Never shows a token.</summary>
    public override string ToString() => $"{User.Email} at {Names.BrokerName}";
}

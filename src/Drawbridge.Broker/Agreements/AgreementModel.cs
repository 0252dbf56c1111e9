using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Agreements;

/// <summary>What the page of agreements shows.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Missing">What has to be accepted.</param>
/// <param name="Agreed">What is ticked.</param>
/// <param name="Sealed">The sealed session where no cookie came back.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record AgreementModel(string Action, IReadOnlyList<AgreementToAccept> Missing, AgreedVersions Agreed, string? Sealed, FormErrors Errors);

/// <summary>The boxes to tick on a page.</summary>
internal sealed record AgreementBoxes(IReadOnlyList<AgreementToAccept> Missing, AgreedVersions Agreed, FormErrors Errors);

using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>What the form for a code shows.</summary>
/// <param name="Ticket">Half a login, sealed.</param>
/// <param name="AsksCode">False for a user who has passkeys and no app.</param>
/// <param name="Passkey">Asks for a passkey instead; null when the user has none here.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record SecondFactorModel(string Ticket, bool AsksCode, PasskeyPrompt? Passkey, FormErrors Errors);

/// <summary>What the form for a new authenticator app shows.</summary>
/// <param name="Action">Where the form goes.</param>
/// <param name="Ticket">Half a login, sealed; null for who is logged in.</param>
/// <param name="Setup">The secret, sealed.</param>
/// <param name="Key">The secret to type in.</param>
/// <param name="Picture">The secret to scan.</param>
/// <param name="IsRequired">True when the broker demands it.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record SecondFactorSetupModel(string Action, string? Ticket, string Setup, string Key, string Picture, bool IsRequired, FormErrors Errors)
{
    /// <summary>Sealed session of an in-app screen, where a withdrawal waits; null elsewhere.</summary>
    public string? Sealed { get; init; }
}

/// <summary>What the page with recovery codes shows.</summary>
/// <param name="Codes">The codes.</param>
/// <param name="Action">Where to go on.</param>
/// <param name="Ticket">A login that is done, sealed; null for who is logged in.</param>
internal sealed record RecoveryCodesModel(IReadOnlyList<string> Codes, string Action, string? Ticket)
{
    /// <summary>Sealed session of an in-app screen; null elsewhere.</summary>
    public string? Sealed { get; init; }
}

/// <summary>What the page of a factor that is switched on shows.</summary>
internal sealed record SecondFactorOnModel(SecondFactorRow Factor, bool IsRequired);

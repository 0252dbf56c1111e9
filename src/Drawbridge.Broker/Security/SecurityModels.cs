using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor;

namespace Drawbridge.Broker.Security;

/// <summary>What the page about password and address shows.</summary>
/// <param name="Email">The address that counts.</param>
/// <param name="NewEmail">One that the platform is being told of, null = none.</param>
/// <param name="OffersSecondFactor">Whether the broker offers two-step verification.</param>
/// <param name="Factor">The user's second factor, null = none.</param>
/// <param name="Passkeys">How many passkeys the user has; null where there can be none.</param>
internal sealed record SecurityModel(string Email, string? NewEmail = null, bool OffersSecondFactor = false, SecondFactorRow? Factor = null, int? Passkeys = null);

/// <summary>What the form for another password shows.</summary>
/// <param name="Email">For the browser's password manager.</param>
/// <param name="IsDone">True once the password was changed.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record PasswordChangeModel(string Email, bool IsDone, FormErrors Errors);

/// <summary>What the form for another address shows.</summary>
/// <param name="Email">The address that counts.</param>
/// <param name="Entered">The new one as entered.</param>
/// <param name="CanSend">False when no mail can be sent.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record EmailChangeModel(string Email, string? Entered, bool CanSend, FormErrors Errors);

/// <summary>What the page of an address on its way shows.</summary>
/// <param name="Email">The address that counts.</param>
/// <param name="NewEmail">The one to come.</param>
/// <param name="State">How far it is.</param>
/// <param name="Errors">What was wrong with the code.</param>
internal sealed record EmailChangeProgressModel(string Email, string NewEmail, EmailChangeState State, FormErrors Errors);

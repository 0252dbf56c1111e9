using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.SignIn;

/// <summary>What the login form shows.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Email">What was entered.</param>
/// <param name="Keep">Whether "Keep me logged in" is ticked.</param>
/// <param name="Errors">What was wrong.</param>
/// <param name="OffersPasskeys">Whether a passkey can be used instead of a password.</param>
/// <param name="LoggedOut">True after a logout.</param>
internal sealed record LoginModel(string Action, string? Email, bool Keep, FormErrors Errors, bool OffersPasskeys, bool LoggedOut = false);

/// <summary>What the signup form shows.</summary>
internal sealed record SignupModel(SignupForm Form, FormErrors Errors);

/// <summary>The signup form as sent, without the password.</summary>
internal sealed record SignupForm(string Email, string FirstName, string LastName, bool Keep, string? EventName, string Code = "")
{
    public static SignupForm Empty(string? eventName) => new("", "", "", Keep: false, eventName);

    public static SignupForm From(IFormCollection form) => new(
        form["email"].ToString().Trim(),
        form["firstName"].ToString().Trim(),
        form["lastName"].ToString().Trim(),
        form["keep"].Count > 0,
        ScreenParameters.EventNameOf(form["eventName"].ToString()),
        form["code"].ToString().Trim());
}

/// <summary>What the waiting screen shows.</summary>
/// <param name="NextAttemptInSeconds">Null when unknown.</param>
/// <param name="StuckCode">Reference for support; null while it is going on.</param>
/// <param name="Sealed">The sealed session where no cookie came back.</param>
internal sealed record StatusModel(int? NextAttemptInSeconds, string? StuckCode, string? Sealed)
{
    /// <summary>Where its button leads.</summary>
    public required string Action { get; init; }
}

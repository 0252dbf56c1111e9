using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.PasswordReset;

/// <summary>What the "Reset password" form shows.</summary>
/// <param name="CanSend">False when no mail can be sent.</param>
/// <param name="IsSent">True once an address was entered, whoever has it.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record ResetModel(bool CanSend, bool IsSent, FormErrors Errors);

/// <summary>What the form for a new password shows.</summary>
internal sealed record NewPasswordModel(string Ticket, string Email, FormErrors Errors);

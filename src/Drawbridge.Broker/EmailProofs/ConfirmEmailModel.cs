using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.EmailProofs;

/// <summary>What the form for the mailed code shows.</summary>
internal sealed record ConfirmEmailModel(string Email, CodeSending? Sending, string? Sealed, FormErrors Errors);

using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.StepUp;

/// <summary>With what a user can prove who he is.</summary>
/// <param name="Code">With a code of the app, or a recovery code.</param>
/// <param name="Password">With the password.</param>
/// <param name="Passkey">With a passkey; null when there is none here.</param>
internal sealed record ProofChoice(bool Code, bool Password, PasskeyPrompt? Passkey)
{
    /// <summary>Whether there is nothing of these.</summary>
    public bool IsEmpty => !Code && !Password && Passkey is null;
}

/// <summary>What the page that asks for it shows.</summary>
/// <param name="Action">Where a code or a password goes.</param>
/// <param name="PasskeyAction">Where a passkey's answer goes.</param>
/// <param name="Choice">What can be used.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record StepUpModel(string Action, string PasskeyAction, ProofChoice Choice, FormErrors Errors)
{
    /// <summary>Sealed session of an in-app screen; null in the client area.</summary>
    public string? Sealed { get; init; }

    /// <summary>What the form that was stopped had said, to go on with it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Carried { get; init; } = [];

    /// <summary>True when a withdrawal waits for it.</summary>
    public bool ForWithdrawal { get; init; }

    /// <summary>The amount that is to be withdrawn, as entered, with its currency.</summary>
    public string? Amount { get; init; }

    /// <summary>The account that it leaves.</summary>
    public string? Account { get; init; }

    /// <summary>Where to go instead.</summary>
    public required string BackUrl { get; init; }
}

namespace Drawbridge.Broker.CredentialCheck;

/// <summary>Where the broker's own CRM checks an address and a password that were entered here.</summary>
public sealed record CredentialCheckSettings
{
    /// <summary>Absolute https address that takes the signed question.</summary>
    public required Uri Url { get; init; }

    /// <summary>How long an answer may take. Default 5 seconds: somebody waits for it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many questions are asked at once by each node. Default 16; further ones wait, and are turned away after <see cref="Timeout"/>.</summary>
    public int MaximumConcurrency { get; init; } = 16;

    /// <summary>True when every address of the CRM is known to be its owner's. Default false: each answer says so itself.</summary>
    public bool EmailsAreVerified { get; init; }
}

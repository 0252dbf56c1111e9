namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>What is written down before something is sent that must not happen twice.</summary>
/// <param name="At">When it was written down.</param>
/// <param name="Deadline">Nothing is sent after it.</param>
/// <param name="SettledAt">From then on, what the platform does not show never arrived.</param>
internal sealed record Intent(DateTimeOffset At, DateTimeOffset Deadline, DateTimeOffset SettledAt)
{
    /// <summary>A platform user is about to be created: one open creation per CRM and address.</summary>
    public string? CreationKey { get; init; }

    /// <summary>The address it is created with.</summary>
    public string? Email { get; init; }
}

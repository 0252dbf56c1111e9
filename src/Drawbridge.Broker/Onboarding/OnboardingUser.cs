namespace Drawbridge.Broker.Onboarding;

/// <summary>What onboarding knows of a user.</summary>
internal sealed record OnboardingUser
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public string Email { get; init; } = "";

    public string NormalizedEmail { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string PreferredLanguage { get; init; } = "";

    public long? CtraderUserId { get; init; }

    public DateTimeOffset? EmailConfirmedAt { get; init; }
}

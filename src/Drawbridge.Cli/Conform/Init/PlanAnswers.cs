namespace Drawbridge.Cli.Conform.Init;

/// <summary>What <c>conform init</c> was told, by options or by answers.</summary>
internal sealed record PlanAnswers
{
    public string? Name { get; init; }

    public string? Url { get; init; }

    public string? BrokerName { get; init; }

    public string? BrokerCrmName { get; init; }

    /// <summary>How the plan writes the password: a reference, never the password.</summary>
    public string? CrmPassword { get; init; }

    public string? SuccessUrl { get; init; }

    public string? AuthorityFile { get; init; }

    /// <summary><c>sso</c> or <c>handoff</c>, and modules.</summary>
    public IReadOnlyList<string> Offers { get; init; } = [];

    /// <summary>E-mail addresses of traders.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    public string? PlatformUrl { get; init; }
}

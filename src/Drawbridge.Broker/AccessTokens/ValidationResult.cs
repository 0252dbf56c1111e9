namespace Drawbridge.Broker.AccessTokens;

/// <summary>What became of validating an access token. Closed family.</summary>
internal abstract record ValidationResult
{
    private ValidationResult()
    {
    }

    /// <summary>It is alive.</summary>
    public sealed record Valid(AccessTokenRow Row) : ValidationResult;

    /// <summary>Unknown or revoked.</summary>
    public sealed record NotFound : ValidationResult;

    /// <summary>Past its end.</summary>
    public sealed record Expired : ValidationResult;

    /// <summary>It belongs to another broker.</summary>
    public sealed record OtherBroker : ValidationResult;
}

using Drawbridge.Broker.Configuration;

namespace Drawbridge.Broker.Kyc.Settings;

/// <summary>A provider that verifies traders on a page of its own and says by signed notification how it ended (Standard Webhooks 1.0).</summary>
public sealed record KycProviderConfiguration
{
    /// <summary>What levels name it by: letters, digits, <c>-</c> and <c>_</c>, at most 64, and not <c>manual</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The page where traders are verified, an absolute https address.</summary>
    public required Uri PageUrl { get; init; }

    /// <summary>Where the provider can be asked how it stands, an absolute https address. Null: it tells by itself.</summary>
    public Uri? StatusUrl { get; init; }

    /// <summary>What signs in both directions: <c>whsec_</c> and 24 to 64 bytes in Base64; kept encrypted.</summary>
    [SecretSetting]
    public required string Secret { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"KycProviderConfiguration({Name})";
}

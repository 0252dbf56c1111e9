using Drawbridge.Broker.Configuration;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>A payment provider that is reached over the network, without its secrets. All addresses are https.</summary>
public sealed record HostedProviderSettings
{
    /// <summary>Where a deposit is created, server to server; null when it opens <see cref="RedirectUrl"/> instead, or takes no deposits.</summary>
    public Uri? CreateUrl { get; init; }

    /// <summary>Page that a trader is sent to with a signed context; null when deposits are created by <see cref="CreateUrl"/>.</summary>
    public Uri? RedirectUrl { get; init; }

    /// <summary>Where payouts are ordered; null when it pays nothing out.</summary>
    public Uri? PayoutUrl { get; init; }

    /// <summary>Where it says how a payment stands; our reference is put where <c>{reference}</c> is, else behind it. Null when it only notifies.</summary>
    public string? StatusUrl { get; init; }

    /// <summary>Origins of its payment pages, such as <c>https://pay.example.com</c>: traders are sent nowhere else.</summary>
    public IReadOnlyList<Uri> PageOrigins { get; init; } = [];

    internal bool TakesDeposits => CreateUrl is not null || RedirectUrl is not null;

    /// <summary>Where forms may lead.</summary>
    internal IEnumerable<string> Origins =>
        PageOrigins.Concat(RedirectUrl is null ? [] : [RedirectUrl]).Select(static url => url.GetLeftPart(UriPartial.Authority));

    internal bool Leads(Uri url) =>
        url is { IsAbsoluteUri: true, UserInfo: "" } && Origins.Contains(url.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase);

    internal Uri? StatusUrlOf(string reference) => StatusUrl is null ? null
        : new(StatusUrl.Contains("{reference}", StringComparison.Ordinal)
            ? StatusUrl.Replace("{reference}", reference, StringComparison.Ordinal)
            : $"{StatusUrl.TrimEnd('/')}/{reference}");
}

/// <summary>One entry of <c>PaymentProviders</c> of a CRM or a broker: a provider with its secrets.</summary>
public sealed record HostedProviderConfiguration
{
    /// <summary>What methods name it by, and the end of the address for its notifications: letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>What the provider knows us by, sent as <c>Authorization: Bearer</c>; kept encrypted.</summary>
    [SecretSetting]
    public required string ApiKey { get; init; }

    /// <summary>What signs, both ways: <c>whsec_</c> and 24 to 64 bytes in Base64; kept encrypted.</summary>
    [SecretSetting]
    public required string NotificationSecret { get; init; }

    /// <summary>Where it is reached.</summary>
    public required HostedProviderSettings Settings { get; init; }

    /// <summary>Never a secret.</summary>
    public override string ToString() => $"HostedProviderConfiguration({Name})";
}

/// <summary>A provider as configured now, without its secrets.</summary>
public sealed record HostedProviderEntity(long Id, string Name, HostedProviderSettings Settings);

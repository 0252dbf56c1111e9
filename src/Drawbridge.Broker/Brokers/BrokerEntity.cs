using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Broker.Brokers;

/// <summary>A CRM as configured now.</summary>
public sealed record Crm(long Id, BrokerCrmName Name, CrmSettings Settings);

/// <summary>A broker or white label as configured now. Every tenant-owned row is reached through its <see cref="Id"/> (BID-44).</summary>
public sealed record BrokerEntity(long Id, BrokerName Name, Crm Crm, BrokerSettings Settings)
{
    /// <summary>The payment providers that it has over the network, its own and those of its CRM. Names are unique.</summary>
    public IReadOnlyList<HostedProviderEntity> PaymentProviders { get; init; } = [];

    /// <summary>Where its logo and icon lie.</summary>
    public BrandImages Images { get; init; } = BrandImages.None;

    /// <summary>The success URL for an application, by <c>source</c> without case, else the one for all (SCR-51, SCR-23).</summary>
    public Uri SuccessUrlFor(string? source) =>
        (Settings.SuccessUrls.FirstOrDefault(url => url.Source is not null && string.Equals(url.Source, source, StringComparison.OrdinalIgnoreCase))
         ?? Settings.SuccessUrls.FirstOrDefault(url => url.Source is null)
         ?? Settings.SuccessUrls[0]).Url;
}

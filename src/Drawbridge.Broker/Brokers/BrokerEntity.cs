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

    /// <summary>Whether who is a user of another broker of the CRM that shares its users can log in here with the same. Only what is kept here can be shared.</summary>
    public bool SharesUsers =>
        (Settings.Users ?? Crm.Settings.Users) == UserSharing.Shared && Settings.Identity == IdentityOption.Sso && !Settings.SignIn.CrmKeepsUsers;

    /// <summary>
    /// Those of a CRM's brokers that share their users, the oldest first: it decides what the login asks for, and who asks for something else does not
    /// share, whatever its settings say.
    /// </summary>
    internal static IReadOnlyList<BrokerEntity> SharersAmong(IEnumerable<BrokerEntity> ofCrm)
    {
        var sharers = ofCrm.Where(static broker => broker.SharesUsers).OrderBy(static broker => broker.Id).ToList();
        return [.. sharers.Where(broker => broker.Settings.SecondFactor == sharers[0].Settings.SecondFactor && broker.Settings.Passkeys == sharers[0].Settings.Passkeys)];
    }

    /// <summary>The success URL for an application, by <c>source</c> without case, else the one for all (SCR-51, SCR-23).</summary>
    public Uri SuccessUrlFor(string? source) =>
        (Settings.SuccessUrls.FirstOrDefault(url => url.Source is not null && string.Equals(url.Source, source, StringComparison.OrdinalIgnoreCase))
         ?? Settings.SuccessUrls.FirstOrDefault(url => url.Source is null)
         ?? Settings.SuccessUrls[0]).Url;
}

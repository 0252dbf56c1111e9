using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Users;

/// <summary>Users without single sign-on.</summary>
internal sealed class CtidService(UserStore store, BrokerDirectory brokers)
{
    /// <summary>Nobody has confirmed the address yet: this platform sends no mail, so users stay so (WS-82, WS-83).</summary>
    private const string New = "CTID_NEW";

    private static readonly PlatformFault EmailInvalid = new(PlatformErrorCode.EmailInvalid, "The e-mail address cannot be used."); // WS-84

    /// <summary>WebServices 5.1. An address that is used already is no fault: the answer is its user (WS-81).</summary>
    /// <returns>The user, with the number alone when it was there already.</returns>
    public async Task<Outcome<CtidEntity>> CreateAsync(Manager manager, CreateCtidRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Email))
        {
            return PlatformFault.Missing("email"); // WS-80
        }

        if (!EmailText.IsValid(request.Email) || EmailText.IsPrivateRelay(request.Email))
        {
            return EmailInvalid;
        }

        if (request.PreferredLanguage is { } language && (language.Length != 2 || !language.All(char.IsAsciiLetter)))
        {
            return PlatformFault.Invalid("preferredLanguage must be a two-letter language code.");
        }

        var found = FindBroker(manager, request.BrokerName);
        if (found is not Outcome<PlatformBroker>.Done { Value: var broker })
        {
            return ((Outcome<PlatformBroker>.Refused)found).Fault;
        }

        var crm = broker.BrokerCrmName.Value;
        var user = new NewUser(crm, request.Email, Nickname: null, FirstName: null, request.PreferredLanguage?.ToLowerInvariant()) { Sso = false };
        if (await store.CreateAsync(user, cancellationToken) is not { } userId)
        {
            return new CtidEntity { UserId = (await store.FindIdAsync(crm, request.Email, cancellationToken)).GetValueOrDefault() };
        }

        var created = (await store.FindAsync(userId, cancellationToken))!;
        return new CtidEntity
        {
            UserId = userId,
            Nickname = created.Nickname,
            Email = created.Email,
            PreferredLanguage = created.PreferredLanguage,
            UtcCreateTimestamp = created.CreatedAt.ToUnixTimeMilliseconds(),
            Status = New,
        };
    }

    /// <summary>The broker that is named, else the first one within reach: it stands for the plant's default region.</summary>
    private Outcome<PlatformBroker> FindBroker(Manager manager, string? brokerName)
    {
        if (string.IsNullOrEmpty(brokerName))
        {
            return brokers.All.FirstOrDefault(broker => manager.ReachesBroker(broker.BrokerName.Value)) is { } first
                ? first
                : new PlatformFault(PlatformErrorCode.PlantNoDefaultRegion, "The plant has no default region."); // WS-84, ERR-38
        }

        return brokers.FindBroker(brokerName) is not { } broker ? new PlatformFault(PlatformErrorCode.BrokerNotFound, "The brokerName is not known here.") // ERR-24
            : manager.ReachesBroker(brokerName) ? broker
            : new PlatformFault(PlatformErrorCode.NotEnoughRights, "The broker is out of the manager's reach."); // B2P-0-17
    }
}

using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Links.Clicks;
using Drawbridge.Broker.Users;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>
/// Finds the user here whom the broker's own CRM means, or creates one. The CRM's id decides; an address links only once, and only if the CRM
/// knows it to be the user's, so that nobody gets into somebody else's account by claiming an address.
/// </summary>
internal sealed class CrmIdentityLink(UserStore users, CrmIdentityStore store, TimeProvider time, ILogger<CrmIdentityLink> log)
{
    // Each further try means that somebody changed the same user in between.
    private const int Tries = 4;

    /// <param name="broker">Whose user it is.</param>
    /// <param name="identity">What the CRM says, from a source that is trusted for this broker.</param>
    /// <param name="origin">What a user who is created now came with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CrmLinkResult> LinkAsync(BrokerEntity broker, CrmIdentity identity, CrmUserOrigin origin, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await users.FindByCrmUserIdAsync(broker.Id, identity.CrmUserId, cancellationToken) is { } known)
            {
                return await WelcomeAsync(broker, known, identity, cancellationToken);
            }

            if (!CrmIdentity.IsUsable(identity.Email))
            {
                return new CrmLinkResult.Unusable();
            }

            var sameAddress = await users.FindByEmailAsync(broker.Id, identity.Email, cancellationToken);
            if (sameAddress is null)
            {
                var user = NewUser(broker, identity, origin);
                if (await users.TryAddAsync(user, cancellationToken))
                {
                    CrmIdentityLog.Created(log, broker.Name.Value, broker.Crm.Name.Value, user.Id);
                    return new CrmLinkResult.Linked(user, IsNew: true);
                }

                continue;
            }

            if (sameAddress.CrmUserId == identity.CrmUserId)
            {
                continue; // came while we looked: it is known now
            }

            if (Refusal(sameAddress, identity) is { } refusal)
            {
                CrmIdentityLog.Refused(log, broker.Name.Value, broker.Crm.Name.Value, sameAddress.Id, refusal.GetType().Name);
                return refusal;
            }

            if (await store.TryLinkAsync(broker, sameAddress, identity.CrmUserId, cancellationToken))
            {
                CrmIdentityLog.Linked(log, broker.Name.Value, broker.Crm.Name.Value, sameAddress.Id);
            }
        }

        throw new InvalidOperationException("The user was changed by somebody else each time.");
    }

    /// <summary>Why an address does not link, or null.</summary>
    private static CrmLinkResult? Refusal(BrokerUser sameAddress, CrmIdentity identity) => sameAddress.CrmUserId is not null
        ? new CrmLinkResult.Taken()
        : identity.EmailVerified ? null : new CrmLinkResult.Unverified();

    private async Task<CrmLinkResult> WelcomeAsync(BrokerEntity broker, BrokerUser user, CrmIdentity identity, CancellationToken cancellationToken)
    {
        if (user.BlockedAt is { } since && since <= time.GetUtcNow())
        {
            return new CrmLinkResult.Blocked();
        }

        if (identity.Country is not null && identity.Country != user.Country)
        {
            await store.SetCountryAsync(broker, user, identity.Country, cancellationToken);
        }

        if (UserStore.Normalize(identity.Email) == user.NormalizedEmail)
        {
            if (identity.EmailVerified && user.EmailConfirmedAt is null)
            {
                await users.ConfirmEmailAsync(broker.Id, user.Id, time.GetUtcNow(), cancellationToken);
            }
        }
        else if (identity.EmailVerified && CrmIdentity.IsUsable(identity.Email)
            && await users.FindByEmailAsync(broker.Id, identity.Email, cancellationToken) is null)
        {
            await store.ChangeEmailAsync(broker, user, identity.Email, cancellationToken);
        }

        return new CrmLinkResult.Linked(user, IsNew: false);
    }

    private BrokerUser NewUser(BrokerEntity broker, CrmIdentity identity, CrmUserOrigin origin) => new()
    {
        BrokerId = broker.Id,
        Email = identity.Email,
        NormalizedEmail = UserStore.Normalize(identity.Email),
        SecurityStamp = Guid.NewGuid().ToString("N"),
        ConcurrencyStamp = Guid.NewGuid().ToString("N"),
        FirstName = identity.FirstName,
        LastName = identity.LastName,
        PreferredLanguage = identity.Language is { } own && broker.Crm.Settings.Languages.Contains(own, StringComparer.OrdinalIgnoreCase)
            ? own
            : origin.Language ?? broker.Crm.Settings.DefaultLanguage,
        CrmUserId = identity.CrmUserId,
        PartnerId = origin.Partner.PartnerId ?? (broker.Settings.Offers(Module.Invite) ? identity.PartnerId : null), // the address knows better who brings the user just now
        PartnerClicks = origin.Partner.Clicks,
        PartnerCode = origin.Partner.Code ?? (broker.AsksForCode() ? identity.PartnerCode : null),
        Country = identity.Country,
        Acquisition = origin.Acquisition,
        EmailConfirmedAt = identity.EmailVerified ? time.GetUtcNow() : null,
        CreatedAt = time.GetUtcNow(),
    };
}

/// <summary>What a user who is created came with (SCR-25, SCR-30..32, SCR-46).</summary>
/// <param name="Language">Of the screen, null when no screen was seen.</param>
/// <param name="Partner">Who brought the user.</param>
/// <param name="Acquisition">JSON of <see cref="Users.Acquisition"/>.</param>
internal sealed record CrmUserOrigin(string? Language, UserOrigin Partner, string? Acquisition)
{
    /// <summary>Of a user who saw no screen.</summary>
    public static CrmUserOrigin None { get; } = new(null, UserOrigin.None, null);
}

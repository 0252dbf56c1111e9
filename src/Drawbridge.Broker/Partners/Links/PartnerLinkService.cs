using System.Security.Cryptography;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Links;

/// <summary>The rules of campaign links and codes.</summary>
internal sealed class PartnerLinkService(Database database, PartnerLinkStore store, TimeProvider time)
{
    /// <summary>Most links, and most codes, of a partner that are not archived.</summary>
    public const int Most = 200;

    /// <summary>Longest name of a campaign.</summary>
    public const int LongestName = 80;

    /// <summary>Longest name of a partner in the application.</summary>
    public const int LongestUsername = 64;

    /// <summary>Longest <c>utm_</c> parameter.</summary>
    public const int LongestUtm = 100;

    private const string SlugLetters = "23456789abcdefghjkmnpqrstuvwxyz";
    private const int SlugLength = 8;
    private const int Tries = 5;

    /// <summary>Where links of a broker can lead.</summary>
    public static IReadOnlyList<LinkTarget> TargetsOf(BrokerEntity broker) =>
    [
        LinkTarget.SignUp, LinkTarget.ClientArea,
        .. broker.Settings.Partners.Links.AppUrl is null ? (LinkTarget[])[] : [LinkTarget.App],
        .. broker.Settings.WebUrl is null ? (LinkTarget[])[] : [LinkTarget.Web],
    ];

    /// <summary>Makes a link of a partner of the broker.</summary>
    public async Task<LinkOutcome<PartnerLink>> AddAsync(
        BrokerEntity broker, Partner partner, PartnerLink asked, Func<DbSession, PartnerLink, Task>? also, CancellationToken cancellationToken)
    {
        if (FaultOf(broker, asked) is { } fault)
        {
            return fault;
        }

        return await database.WriteAsync<LinkOutcome<PartnerLink>>(
            async session =>
            {
                await LockAsync(session, partner);
                if (await PartnerLinkStore.CountActiveAsync(session, broker.Id, partner.Id) >= Most)
                {
                    return new LinkOutcome<PartnerLink>.TooMany();
                }

                for (var i = 0; i < Tries; i++)
                {
                    var link = asked with
                    {
                        BrokerId = broker.Id, PartnerId = partner.Id, Slug = RandomNumberGenerator.GetString(SlugLetters, SlugLength), CreatedAt = time.GetUtcNow(),
                    };
                    if (await PartnerLinkStore.TryAddAsync(session, link) is { } added)
                    {
                        await (also?.Invoke(session, added) ?? Task.CompletedTask);
                        return new LinkOutcome<PartnerLink>.Done(added);
                    }
                }

                throw new InvalidOperationException("No free slug was found.");
            },
            cancellationToken);
    }

    /// <summary>From now on the link leads nobody to the partner. What it brought stays.</summary>
    public async Task<LinkOutcome<PartnerLink>> ArchiveAsync(Partner partner, long id, Func<DbSession, PartnerLink, Task>? also, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(partner.BrokerId, partner.Id, id, cancellationToken) is not { } link)
        {
            return new LinkOutcome<PartnerLink>.NotFound();
        }

        await database.WriteAsync(
            async session =>
            {
                if (await PartnerLinkStore.ArchiveAsync(session, partner.BrokerId, partner.Id, id, time.GetUtcNow()) && also is not null && link.ArchivedAt is null)
                {
                    await also(session, link);
                }
            },
            cancellationToken);
        return new LinkOutcome<PartnerLink>.Done((await store.FindAsync(partner.BrokerId, partner.Id, id, cancellationToken))!);
    }

    /// <summary>Makes a code of a partner of the broker.</summary>
    /// <param name="partner">Whose.</param>
    /// <param name="asked">The code as typed; null or empty = one is made.</param>
    /// <param name="linkId">The partner's campaign that it counts for; null = none.</param>
    /// <param name="also">Part of the write.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LinkOutcome<PartnerCode>> AddCodeAsync(
        Partner partner, string? asked, long? linkId, Func<DbSession, PartnerCode, Task>? also, CancellationToken cancellationToken)
    {
        var own = string.IsNullOrWhiteSpace(asked) ? null : PartnerCode.Normalize(asked);
        if (own is null && !string.IsNullOrWhiteSpace(asked))
        {
            return new LinkOutcome<PartnerCode>.Invalid("code", $"{PartnerCode.Shortest} to {PartnerCode.Longest} letters and digits");
        }

        if (linkId is { } id && await store.FindAsync(partner.BrokerId, partner.Id, id, cancellationToken) is not { ArchivedAt: null })
        {
            return new LinkOutcome<PartnerCode>.NotFound();
        }

        return await database.WriteAsync<LinkOutcome<PartnerCode>>(
            async session =>
            {
                await LockAsync(session, partner);
                if (await PartnerLinkStore.CountActiveCodesAsync(session, partner.BrokerId, partner.Id) >= Most)
                {
                    return new LinkOutcome<PartnerCode>.TooMany();
                }

                for (var i = 0; i < (own is null ? Tries : 1); i++)
                {
                    var code = new PartnerCode { BrokerId = partner.BrokerId, PartnerId = partner.Id, LinkId = linkId, Code = own ?? PartnerCode.New(), CreatedAt = time.GetUtcNow() };
                    if (await PartnerLinkStore.TryAddCodeAsync(session, code) is { } added)
                    {
                        await (also?.Invoke(session, added) ?? Task.CompletedTask);
                        return new LinkOutcome<PartnerCode>.Done(added);
                    }
                }

                return new LinkOutcome<PartnerCode>.Taken();
            },
            cancellationToken);
    }

    /// <summary>From now on the code brings the partner nobody; nobody else gets it either. False when the partner has no such code.</summary>
    public Task<bool> ArchiveCodeAsync(Partner partner, long id, Func<DbSession, Task>? also, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var isThere = await PartnerLinkStore.ArchiveCodeAsync(session, partner.BrokerId, partner.Id, id, time.GetUtcNow());
            if (isThere && also is not null)
            {
                await also(session);
            }

            return isThere;
        },
        cancellationToken);

    private static LinkOutcome<PartnerLink>.Invalid? FaultOf(BrokerEntity broker, PartnerLink asked)
    {
        if (asked.Name.Length is 0 or > LongestName || asked.Name.Any(char.IsControl))
        {
            return new("name", $"1 to {LongestName} characters");
        }

        if (!TargetsOf(broker).Contains(asked.Target))
        {
            return new("target", string.Join(", ", TargetsOf(broker).Select(static target => LinkAddress.WordOf(target))));
        }

        var isPlace = asked.Target is LinkTarget.App or LinkTarget.Web;
        if (asked.DeepLink is { } place && !(isPlace && Deeplink.IsUsable(place)))
        {
            return new("deepLink", "a path in the application such as /symbols/EURUSD/chart, of links with target app or web");
        }

        if (asked.Username is { } username && (!isPlace || username.Length is 0 or > LongestUsername || username.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c))))
        {
            return new("username", $"1 to {LongestUsername} characters without spaces, of links with target app or web");
        }

        foreach (var (name, value) in new[]
        {
            ("utmSource", asked.UtmSource), ("utmMedium", asked.UtmMedium), ("utmCampaign", asked.UtmCampaign), ("utmTerm", asked.UtmTerm),
        })
        {
            if (value is not null && (value.Length is 0 or > LongestUtm || value.Any(char.IsControl) || value.Contains('@', StringComparison.Ordinal)))
            {
                return new(name, $"1 to {LongestUtm} characters, and no e-mail address");
            }
        }

        return null;
    }

    /// <summary>What one partner has is counted and added to one after the other.</summary>
    private static Task<int> LockAsync(DbSession session, Partner partner) =>
        session.ExecuteAsync("update partners set name = name where broker_id = @BrokerId and id = @Id", new { partner.BrokerId, partner.Id });
}

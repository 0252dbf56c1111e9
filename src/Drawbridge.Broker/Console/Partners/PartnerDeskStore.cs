using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Referrals;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>A partner in a list.</summary>
internal sealed record PartnerLine
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public string Identifier { get; init; } = "";

    public string Name { get; init; } = "";

    public PartnerStatus Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of the user who is the partner; null while only the platform knows the person.</summary>
    public string? Email { get; init; }

    public bool IsAccount { get; init; }
}

/// <summary>What stands behind a partner: the user, the account, and what became of telling the platform.</summary>
internal sealed record PartnerBackground
{
    public string? Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>The user's number on the platform; null until it is created there.</summary>
    public long? CtraderUserId { get; init; }

    public long? TraderLogin { get; init; }

    /// <summary>The account's number at the link; null until it is linked.</summary>
    public long? CtidTraderAccountId { get; init; }

    /// <summary>Why the last attempt to tell the platform failed; null when none did since it was in step.</summary>
    public string? LastError { get; init; }

    /// <summary>When telling was given up.</summary>
    public DateTimeOffset? GivenUpAt { get; init; }
}

/// <summary>The SQL of partners as the console shows them. Everything is reached through the brokers in scope (BID-44).</summary>
internal sealed class PartnerDeskStore(Database database, PartnerStore partners)
{
    private const string Columns = "p.id, p.broker_id, p.identifier, p.name, p.status, p.created_at, u.email, case when p.account_id is null then @no else @yes end as is_account";

    /// <summary>
    /// The latest first: all, or those whose name or identifier has the text, or whose address begins so, or who have that number. Each broker is looked through by
    /// itself, so that an index leads through it in the order of the list.
    /// </summary>
    public Task<IReadOnlyList<PartnerLine>> ListAsync(IEnumerable<long> brokers, PartnerFilter filter, int limit, CancellationToken cancellationToken)
    {
        var number = long.TryParse(filter.Search, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (long?)null;
        var start = UserStore.Normalize(filter.Search);
        return database.ReadAsync(
            async session =>
            {
                var characters = session.Dialect.Choose("collate \"C\"", "");
                string Of(long broker) => filter.Search.Contains('@', StringComparison.Ordinal)
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"""
                        select p.id from users u join partners p on p.user_id = u.id and p.broker_id = u.broker_id
                        where u.broker_id = {broker} and u.normalized_email {characters} >= @start and u.normalized_email {characters} < @end
                        and p.id < @before {(filter.Status is null ? "" : "and p.status = @status")}
                        """)
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"""
                        select id from partners where broker_id = {broker} and id < @before {(filter.Status is null ? "" : "and status = @status")}
                        {(filter.Search.Length == 0 ? "" : number is null ? @"and search_text like @part escape '\'"
                            : @"and (search_text like @part escape '\' or ctrader_user_id = @number or user_id in (select u.id from users u where u.broker_id = partners.broker_id and u.ctrader_user_id = @number))")}
                        order by id desc limit @limit
                        """);
                var found = string.Join(" union all ", brokers.Where(id => filter.BrokerId is null || id == filter.BrokerId).Select(static (id, i) => (id, i)).Select(one =>
                    string.Create(CultureInfo.InvariantCulture, $"select id from ({Of(one.id)}) of_{one.i}")));
                return found.Length == 0 ? [] : await session.ListAsync<PartnerLine>(
                    $"""
                    select {Columns} from partners p left join users u on u.id = p.user_id and u.broker_id = p.broker_id
                    where p.id in ({found}) order by p.id desc limit @limit
                    """,
                    new
                    {
                        before = filter.Before ?? long.MaxValue, status = (int?)filter.Status, number, limit, yes = true, no = false, start, end = start + char.MaxValue,
                        part = $"%{Escaped(filter.Search.ToLowerInvariant())}%",
                    });
            },
            cancellationToken);
    }

    /// <summary>The partner and its broker, if a member of staff looks after it; else null.</summary>
    public async Task<(Partner Partner, BrokerEntity Broker)?> FindAsync(StaffCaller caller, long id, CancellationToken cancellationToken) =>
        await partners.FindAsync(caller.Scope, id, cancellationToken) is { } partner && caller.FindBroker(partner.BrokerId) is { } broker ? (partner, broker) : null;

    /// <summary>A partner of a broker as people name one: by identifier, or by number behind <c>#</c>. Null when there is none.</summary>
    public Task<Partner?> FindNamedAsync(long brokerId, string named, CancellationToken cancellationToken) => database.ReadAsync(
        session => named.StartsWith('#') && long.TryParse(named.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? PartnerStore.FindAsync(session, brokerId, id)
            : PartnerStore.FindByIdentifierAsync(session, brokerId, named),
        cancellationToken);

    /// <summary>What stands behind a partner. Of jobs only those are looked at that have failed, for which there is an index.</summary>
    public Task<PartnerBackground> GetBackgroundAsync(Partner partner, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.GetAsync<PartnerBackground>(
            """
            select u.email, u.first_name, u.last_name, coalesce(u.ctrader_user_id, p.ctrader_user_id) as ctrader_user_id, a.trader_login, a.ctid_trader_account_id,
              (select j.last_error from jobs j where j.queue = @Queue and j.dedupe_key = @key and j.last_error is not null order by j.id desc limit 1) as last_error,
              (select j.failed_at from jobs j where j.queue = @Queue and j.dedupe_key = @key and j.last_error is not null order by j.id desc limit 1) as given_up_at
            from partners p left join users u on u.id = p.user_id and u.broker_id = p.broker_id
            left join accounts a on a.id = p.account_id and a.broker_id = p.broker_id
            where p.broker_id = @BrokerId and p.id = @Id
            """,
            new { partner.BrokerId, partner.Id, ReferralJobs.Queue, key = string.Create(CultureInfo.InvariantCulture, $"{partner.BrokerId} {partner.Id}") }),
        cancellationToken);

    /// <summary>How many traders a partner has, but no more than some.</summary>
    public Task<long> CountTradersAsync(long brokerId, long partnerId, int most, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.GetAsync<long>(
            "select count(*) from (select 1 from attributions where broker_id = @brokerId and partner_id = @partnerId limit @most) counted", new { brokerId, partnerId, most }),
        cancellationToken);

    /// <summary>A trader of a broker by the whole address or by the number of an account, or null.</summary>
    public Task<FoundTrader?> FindTraderAsync(long brokerId, string text, CancellationToken cancellationToken)
    {
        var number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (long?)null;
        return database.ReadAsync(
            session => session.FindAsync<FoundTrader>(
                """
                select u.id, u.email, u.first_name, u.last_name,
                  (select a.id from accounts a where a.broker_id = u.broker_id and a.user_id = u.id and a.trader_login = @number limit 1) as account_id
                from users u where u.broker_id = @brokerId
                and (u.normalized_email = @email or u.id in (select user_id from accounts where broker_id = @brokerId and trader_login = @number))
                order by u.id limit 1
                """,
                new { brokerId, number, email = UserStore.Normalize(text) }),
            cancellationToken);
    }

    private static string Escaped(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}

/// <summary>A trader who was named in a form.</summary>
internal sealed record FoundTrader
{
    public long Id { get; init; }

    public string Email { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>The account whose number was given; null when it was the address.</summary>
    public long? AccountId { get; init; }
}

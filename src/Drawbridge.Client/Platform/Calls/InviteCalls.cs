using System.Globalization;
using System.Runtime.CompilerServices;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Invite;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>
/// Who was invited by whom, and who registered: what the webhooks tell, to be pulled regularly, because a webhook can be missed (INV-36). The
/// manager token travels in a header here (INV-30).
/// </summary>
public sealed class InviteCalls
{
    private const int InvitedUsersPerPage = 100;
    private const int UsersPerPage = 1000;

    private readonly PlatformCaller _caller;

    internal InviteCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>One page of the invited users (INV-31, INV-32, INV-35).</summary>
    public async Task<PlatformResult<IReadOnlyList<InvitedUser>>> ListInvitedUsersPageAsync(PullQuery query, CancellationToken cancellationToken) =>
        (await _caller.CallAsync(
            new PlatformCall(PlatformCalls.InvitedUsers, query.ToQuery(InvitedUsersPerPage)),
            PlatformAnswerReader.Json.InvitedUsersResponse,
            static response => response.InvitedUsers is not null,
            cancellationToken)).Select(static response => response.InvitedUsers);

    /// <summary>One page of the users; the manager must be permitted to authenticate users (INV-33, INV-34, INV-35).</summary>
    public async Task<PlatformResult<IReadOnlyList<PlatformUser>>> ListUsersPageAsync(PullQuery query, CancellationToken cancellationToken) =>
        (await _caller.CallAsync(
            new PlatformCall(PlatformCalls.InviteUsers, query.ToQuery(UsersPerPage)),
            PlatformAnswerReader.Json.PlatformUsersResponse,
            static response => response.Users is not null,
            cancellationToken)).Select(static response => response.Users);

    /// <summary>
    /// All invited users since a time, page by page, each once. The next run begins at the latest <c>createTimestamp</c> received, and drops what it
    /// knows (INV-36). The first page that fails is the last thing that comes.
    /// </summary>
    public IAsyncEnumerable<PlatformResult<IReadOnlyList<InvitedUser>>> ListInvitedUsersAsync(
        DateTimeOffset createdFrom, CancellationToken cancellationToken) =>
        ListAsync(createdFrom, InvitedUsersPerPage, ListInvitedUsersPageAsync, static user => (user.InvitedUserId, user.PartnerUserId, user.BrokerName), cancellationToken);

    /// <summary>All users since a time, in the same way.</summary>
    public IAsyncEnumerable<PlatformResult<IReadOnlyList<PlatformUser>>> ListUsersAsync(DateTimeOffset createdFrom, CancellationToken cancellationToken) =>
        ListAsync(createdFrom, UsersPerPage, ListUsersPageAsync, static user => (user.UserId, user.BrokerName), cancellationToken);

    private static async IAsyncEnumerable<PlatformResult<IReadOnlyList<T>>> ListAsync<T, TKey>(
        DateTimeOffset createdFrom,
        int limit,
        Func<PullQuery, CancellationToken, Task<PlatformResult<IReadOnlyList<T>>>> page,
        Func<T, TKey> key,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<TKey>();
        for (var skip = 0; ; skip += limit)
        {
            var result = await page(new PullQuery { CreatedFrom = createdFrom, Limit = limit, Skip = skip }, cancellationToken);
            yield return result.Select(items => (IReadOnlyList<T>)[.. items.Where(item => seen.Add(key(item)))]);
            if (result is not PlatformResult<IReadOnlyList<T>>.Answered { Value.Count: var count } || count < limit)
            {
                yield break;
            }
        }
    }
}

/// <summary>Which part of a list to pull (INV-35).</summary>
public sealed record PullQuery
{
    /// <summary>Created at this time or later; null for all.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>How many; null for 100 invited users, or 1,000 users.</summary>
    public int? Limit { get; init; }

    /// <summary>How many to leave out.</summary>
    public int Skip { get; init; }

    internal string ToQuery(int defaultLimit) => PlatformCall.QueryOf(
        ("createdFrom", CreatedFrom?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
        ("limit", (Limit ?? defaultLimit).ToString(CultureInfo.InvariantCulture)),
        ("skip", Skip.ToString(CultureInfo.InvariantCulture)));
}

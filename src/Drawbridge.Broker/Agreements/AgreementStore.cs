using Drawbridge.Storage;

namespace Drawbridge.Broker.Agreements;

/// <summary>That a user accepted a version of a document.</summary>
internal sealed record AgreementConsent
{
    public string Agreement { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Language of the screen.</summary>
    public string Language { get; init; } = "";

    /// <summary>The document that was linked.</summary>
    public string Url { get; init; } = "";

    public DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the platform was told (3.13); null = not yet.</summary>
    public DateTimeOffset? ReportedAt { get; init; }
}

/// <summary>The SQL of consents. Every statement names the broker (BID-44).</summary>
internal sealed class AgreementStore(Database database)
{
    /// <summary>What a user accepted, oldest first.</summary>
    public Task<IReadOnlyList<AgreementConsent>> ListAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<AgreementConsent>(
                """
                select agreement, version, language, url, accepted_at, reported_at from agreement_consents
                where user_id = @userId and broker_id = @brokerId order by accepted_at, agreement
                """,
                new { brokerId, userId }),
            cancellationToken);

    /// <summary>Records a consent, once. Part of the caller's write.</summary>
    public static Task AddAsync(DbSession session, long brokerId, long userId, AgreementToAccept agreed, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            insert into agreement_consents (user_id, broker_id, agreement, version, language, url, accepted_at)
            values (@userId, @brokerId, @Id, @Version, @Language, @url, @now)
            on conflict (user_id, agreement, version) do nothing
            """,
            new { userId, brokerId, agreed.Id, agreed.Version, agreed.Language, url = agreed.Url.OriginalString, now });

    /// <summary>The platform knows. Part of the caller's write.</summary>
    public static Task MarkReportedAsync(DbSession session, long brokerId, long userId, string subject, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            update agreement_consents set reported_at = @now
            where user_id = @userId and broker_id = @brokerId and agreement || ':' || version = @subject and reported_at is null
            """,
            new { userId, brokerId, subject, now });

    /// <summary>Which consent a task of onboarding is about.</summary>
    public static string SubjectOf(AgreementToAccept agreed) => $"{agreed.Id}:{agreed.Version}";
}

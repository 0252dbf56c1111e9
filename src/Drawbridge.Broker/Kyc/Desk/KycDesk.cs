using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Kyc.Desk;

/// <summary>A verification with everything that whoever decides has to see.</summary>
/// <param name="Case">The verification.</param>
/// <param name="Steps">What the trader did.</param>
/// <param name="Files">The files, those in use and those that were replaced.</param>
/// <param name="Audit">Who did what.</param>
internal sealed record KycDossier(KycDeskCase Case, IReadOnlyList<KycDeskStep> Steps, IReadOnlyList<KycFile> Files, IReadOnlyList<KycAuditRow> Audit);

/// <summary>A step with its answers, which are empty once erased.</summary>
internal sealed record KycDeskStep(string Step, IReadOnlyDictionary<string, string> Answers, bool Complete, string? Reason);

/// <summary>What staff decides.</summary>
/// <param name="What">What happens.</param>
/// <param name="Who">Name of the member of staff, for the record; null when nobody says.</param>
/// <param name="SubmissionKey">Of the call or form; sent again, it changes nothing.</param>
internal sealed record KycDecision(KycEvent What, string? Who, string SubmissionKey)
{
    /// <summary>What the trader reads.</summary>
    public string? Reason { get; init; }

    /// <summary>Steps to do again, and why.</summary>
    public IReadOnlyDictionary<string, string> StepReasons { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Looking after verifications, for the management API and the console. Everything is reached through the brokers of the one who asks (BID-44).</summary>
internal sealed class KycDesk(
    Database database, KycDeskStore store, KycStore cases, KycCases changes, KycFileStore files, KycAnswers answers, KycProviderWorker providers, DocumentVault vault,
    TimeProvider time)
{
    /// <summary>Longest reason and note.</summary>
    public const int LongestText = 1000;

    /// <summary>The verification with its answers and files, or null when it is at none of those brokers.</summary>
    public async Task<KycDossier?> FindAsync(BrokerScope scope, string reference, CancellationToken cancellationToken) =>
        await store.FindAsync(scope, reference, cancellationToken) is not { } one
            ? null
            : new(
                one,
                [.. (await cases.ListStepsAsync(one.Id, cancellationToken)).Select(row => new KycDeskStep(row.Step, answers.Open(row.AnswersSealed), row.Complete, row.Reason))],
                await files.ListAsync(one.Id, cancellationToken),
                await store.ListAuditAsync(one.Id, cancellationToken));

    /// <summary>Decides. <see cref="KycOutcome.Refused"/> without a verification means that it is at none of those brokers.</summary>
    public async Task<KycOutcome> DecideAsync(
        BrokerScope scope, string reference, KycDecision decision, CancellationToken cancellationToken, Func<DbSession, Task>? also = null) =>
        await store.FindAsync(scope, reference, cancellationToken) is not { } one
            ? new KycOutcome.Refused(Current: null)
            : await changes.ApplyAsync(
                one.Id,
                new KycChange(decision.What, KycActor.Staff, decision.Who)
                {
                    Reason = decision.Reason, StepReasons = decision.StepReasons, SubmissionKey = decision.SubmissionKey,
                },
                cancellationToken,
                also);

    /// <summary>Writes a note that only staff reads. False when the verification is at none of those brokers.</summary>
    public Task<bool> NoteAsync(BrokerScope scope, string reference, string? who, string text, string submissionKey, CancellationToken cancellationToken) =>
        RecordAsync(scope, reference, new KycChange(KycEvent.BeginReview, KycActor.Staff, who) { SubmissionKey = submissionKey }, "Note", text, cancellationToken);

    /// <summary>Asks the provider now. Null when it is at none of those brokers; false when there is nothing to ask.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now.</exception>
    public async Task<bool?> AskProviderAsync(BrokerScope scope, string reference, CancellationToken cancellationToken) =>
        await store.FindAsync(scope, reference, cancellationToken) is { } one ? await providers.AskAsync(one.Id, cancellationToken) is not null : null;

    /// <summary>A file to be written out by <see cref="WriteDocumentAsync"/>, or null. That somebody asked for it is written down.</summary>
    public async Task<StoredDocument?> FindDocumentAsync(BrokerScope scope, string reference, long documentId, string? who, CancellationToken cancellationToken)
    {
        if (await store.FindDocumentAsync(scope, reference, documentId, cancellationToken) is not { } document)
        {
            return null;
        }

        await RecordAsync(scope, reference, new KycChange(KycEvent.BeginReview, KycActor.Staff, who), "FileRead", document.Name, cancellationToken);
        return document;
    }

    /// <summary>Writes a file, decrypted, to a stream, without holding it in memory.</summary>
    public Task WriteDocumentAsync(StoredDocument document, Stream target, CancellationToken cancellationToken) => vault.WriteAsync(document, target, cancellationToken);

    private Task<bool> RecordAsync(BrokerScope scope, string reference, KycChange change, string what, string? detail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await KycDeskStore.LockAsync(session, scope, reference) is not { } one)
                {
                    return false;
                }

                await KycCases.NoteAsync(session, one, change, what, detail, one.State, time.GetUtcNow());
                return true;
            },
            cancellationToken);
}

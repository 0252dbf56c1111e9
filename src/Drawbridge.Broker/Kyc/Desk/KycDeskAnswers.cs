using System.Text.Json.Serialization;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Broker.Kyc.Desk;

/// <summary>Body of a decision.</summary>
internal sealed class KycDecisionRequest : CrmRequest
{
    /// <summary>Chosen by the caller: sent twice, the decision counts once.</summary>
    public string? SubmissionKey { get; init; }

    /// <summary>Who decides, for the record.</summary>
    public string? Sender { get; init; }

    /// <summary>What the trader reads.</summary>
    public string? Reason { get; init; }

    /// <summary>Steps to do again.</summary>
    public IReadOnlyList<KycStepRequest>? Steps { get; init; }

    /// <summary>A note for staff.</summary>
    public string? Text { get; init; }
}

/// <summary>A step to do again.</summary>
internal sealed class KycStepRequest
{
    public string? Step { get; init; }

    public string? Reason { get; init; }
}

internal sealed record KycCaseList(IReadOnlyList<KycCaseAnswer> Cases, IReadOnlyList<KycWaitingAnswer> Waiting, string? NextCursor);

internal sealed record KycWaitingAnswer(string BrokerName, long Cases);

internal sealed record KycCaseAnswer(
    string Reference, string BrokerName, string Level, int Round, string State, long? UserId, string Email, string? FirstName, string? LastName, string? Reason,
    DateTimeOffset CreatedAt, DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? ErasedAt)
{
    public static KycCaseAnswer From(KycDeskCase one) => new(
        one.Reference, one.BrokerName, one.Level, one.Round, KycMachine.NameOf(one.State), one.CtraderUserId, one.Email, one.FirstName, one.LastName, one.Reason,
        one.CreatedAt, one.SubmittedAt, one.DecidedAt, one.ExpiresAt, one.ErasedAt);
}

internal sealed record KycDossierAnswer(
    KycCaseAnswer Case, IReadOnlyList<KycStepAnswer> Steps, IReadOnlyList<KycFileAnswer> Documents, IReadOnlyList<KycAuditAnswer> History)
{
    public static KycDossierAnswer From(KycDossier dossier) => new(
        KycCaseAnswer.From(dossier.Case),
        [.. dossier.Steps.Select(static step => new KycStepAnswer(step.Step, step.Answers, step.Complete, step.Reason))],
        [.. dossier.Files.Select(KycFileAnswer.From)],
        [.. dossier.Audit.Select(static row => new KycAuditAnswer(
            row.HappenedAt, row.What, row.Actor.ToString().ToLowerInvariant(), row.Who, KycMachine.NameOf(row.ToState), row.Detail))]);
}

internal sealed record KycStepAnswer(string Step, IReadOnlyDictionary<string, string> Answers, bool Complete, string? Reason);

internal sealed record KycFileAnswer(
    long Id, string Step, string Side, string Name, string Type, long Bytes, bool Replaced, bool Erased, DateTimeOffset AddedAt)
{
    public static KycFileAnswer From(KycFile file) => new(
        file.DocumentId, file.Step, file.Side, file.Name, DocumentFormats.MediaTypeOf(file.Format), file.Bytes, file.ReplacedAt is not null,
        file.State == DocumentState.Erased, file.AddedAt);
}

internal sealed record KycAuditAnswer(DateTimeOffset At, string What, string Actor, string? Who, string State, string? Detail);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(KycCaseList))]
[JsonSerializable(typeof(KycDossierAnswer))]
[JsonSerializable(typeof(KycDecisionRequest))]
internal sealed partial class KycDeskJson : JsonSerializerContext;

using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Desk;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Kyc;

/// <summary>What the list of verifications shows.</summary>
/// <param name="Cases">A page of them.</param>
/// <param name="State">Only this state; null with <paramref name="Waiting"/> for those that wait, without for all.</param>
/// <param name="Waiting">Whether only those are shown that wait for a decision.</param>
/// <param name="HasOlder">Whether there are more.</param>
/// <param name="IsFirst">Whether this is the newest page.</param>
internal sealed record KycListModel(IReadOnlyList<KycDeskCase> Cases, KycState? State, bool Waiting, bool HasOlder, bool IsFirst);

/// <summary>What the page of a verification shows.</summary>
internal sealed record KycCaseModel(KycDossier Dossier, BrokerEntity Broker, KycDraft Draft, FormErrors Errors)
{
    /// <summary>The level as it is configured now; null when it no longer is.</summary>
    public KycLevel? Level => Broker.Settings.Kyc.Levels.FirstOrDefault(level => level.Id == Dossier.Case.Level);

    /// <summary>The steps in the order of the level; those that it no longer has come last.</summary>
    public IReadOnlyList<KycDeskStep> Steps =>
    [
        .. Dossier.Steps.OrderBy(step => Level?.Steps.ToList().FindIndex(one => one.Id == step.Step) is { } place and >= 0 ? place : int.MaxValue),
    ];
}

/// <summary>What was written in the form of a decision.</summary>
internal sealed record KycDraft(string Reason, IReadOnlyDictionary<string, string> StepReasons)
{
    public static KycDraft Empty { get; } = new("", new Dictionary<string, string>(StringComparer.Ordinal));
}

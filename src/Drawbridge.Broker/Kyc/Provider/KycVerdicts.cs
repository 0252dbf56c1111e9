using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Kyc.Provider;

/// <summary>Does what a provider's word means.</summary>
internal sealed class KycVerdicts(KycCases cases)
{
    private const int LongestReason = 1000;

    /// <summary>False when the word is none that is known. One that comes too late, or about another submission, changes nothing.</summary>
    public async Task<bool> TakeAsync(BrokerEntity broker, string provider, KycCase one, int submission, KycVerdict verdict, CancellationToken cancellationToken)
    {
        KycEvent? what = verdict.Status switch
        {
            "pending" => KycEvent.BeginReview,
            "approved" => KycEvent.Approve,
            "rejected" => KycEvent.Reject,
            _ => null,
        };
        if (what is not { } happened)
        {
            return false;
        }

        var level = broker.Settings.Kyc.Find(one.Level);
        var change = new KycChange(happened, KycActor.Provider, provider) { Submission = submission };
        if (happened == KycEvent.Reject)
        {
            var named = (verdict.Steps ?? []).Where(step => level?.FindStep(step.Step ?? "") is not null && Shorten(step.Reason) is not null);
            change = change with
            {
                Reason = Shorten(verdict.Reason),
                StepReasons = named.DistinctBy(static step => step.Step).ToDictionary(static step => step.Step, static step => Shorten(step.Reason)!, StringComparer.Ordinal),
            };
        }

        await cases.ApplyAsync(one.Id, change, cancellationToken);
        return true;
    }

    /// <summary>Whether the level of a verification is that provider's to decide.</summary>
    public static bool Decides(BrokerEntity broker, string provider, KycCase one) =>
        provider != KycNames.Manual && broker.Settings.Kyc.Levels.Any(level => level.Id == one.Level && level.Provider == provider);

    private static string? Shorten(string? text) => string.IsNullOrWhiteSpace(text) || CardNumber.IsIn(text) ? null : text.Length <= LongestReason ? text : text[..LongestReason];
}

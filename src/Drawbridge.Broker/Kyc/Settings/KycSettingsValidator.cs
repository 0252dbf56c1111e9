using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Kyc.Settings;

/// <summary>What must hold for the verifications of a broker.</summary>
internal static class KycSettingsValidator
{
    private const int LongestId = 64;
    private const int MostSteps = 20;
    private const int MostDays = 36525;

    private static readonly string[] Rights = ["FULL_ACCESS", "CLOSE_ONLY", "NO_TRADING", "NO_LOGIN"];

    public static IEnumerable<string> Validate(string brokerKey, KycSettings kyc, string? neededForWithdrawal, CrmConfiguration crm)
    {
        for (var i = 0; i < kyc.Levels.Count; i++)
        {
            var level = kyc.Levels[i];
            var key = $"{brokerKey}:Settings:Kyc:Levels:{i}";
            if (!IsId(level.Id, static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || kyc.Levels.Take(i).Any(other => other.Id == level.Id))
            {
                yield return $"{key}:Id: must be 1 to 64 letters, digits, '-' and '_', and no other level's.";
            }

            foreach (var fault in ValidateLevel(key, level, crm).Concat(level.Steps.SelectMany((step, at) => ValidateStep($"{key}:Steps:{at}", step, level.Steps.Take(at), crm))))
            {
                yield return fault;
            }
        }

        if (neededForWithdrawal is not null && kyc.Find(neededForWithdrawal) is null)
        {
            yield return $"{brokerKey}:Settings:Cashier:WithdrawalNeedsKyc: must be the Id of one of Kyc:Levels.";
        }

        if (!IsDays(kyc.Retention.DraftDays) || !IsDays(kyc.Retention.RejectedDays) || !IsDays(kyc.Retention.ExpiredDays))
        {
            yield return $"{brokerKey}:Settings:Kyc:Retention: days are 1 to {MostDays}.";
        }
    }

    private static IEnumerable<string> ValidateLevel(string key, KycLevel level, CrmConfiguration crm)
    {
        if (Lacks(level.Title, crm))
        {
            yield return $"{key}:Title: lacks the text in the CRM's default language, {crm.Settings.DefaultLanguage} (SCR-45).";
        }

        if (level.Steps.Count > MostSteps || (level.Steps.Count == 0 && level.Provider == KycNames.Manual))
        {
            yield return $"{key}:Steps: 1 to {MostSteps}; none only where a provider asks for everything.";
        }

        if (level.Provider != KycNames.Manual && crm.KycProviders.All(provider => provider.Name != level.Provider))
        {
            yield return $"{key}:Provider: must be 'manual' or the Name of one of the CRM's KycProviders.";
        }

        if (level.AccessRights is { } rights && !Rights.Contains(rights))
        {
            yield return $"{key}:AccessRights: must be one of {string.Join(", ", Rights)} (WS-72).";
        }

        if (level.AccessRightsAfterExpiry is { } later && (!Rights.Contains(later) || level.ValidDays is null))
        {
            yield return $"{key}:AccessRightsAfterExpiry: must be one of {string.Join(", ", Rights)}, and needs ValidDays.";
        }

        if (level.ValidDays is { } days && !IsDays(days))
        {
            yield return $"{key}:ValidDays: must be 1 to {MostDays}, or absent for approvals that hold for good.";
        }

        if (!IsEventName(level.ReviewEventName) || !IsEventName(level.SubmittedEventName))
        {
            yield return $"{key}: event names are 1 to 64 letters, digits and '_' (SCR-43).";
        }
    }

    private static IEnumerable<string> ValidateStep(string key, KycStep step, IEnumerable<KycStep> before, CrmConfiguration crm)
    {
        if (!IsId(step.Id, static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || KycNames.Reserved.Contains(step.Id)
            || before.Any(other => other.Id == step.Id))
        {
            yield return $"{key}:Id: must be 1 to 64 lower-case letters, digits and '-', no other step's, and none of {string.Join(", ", KycNames.Reserved)}.";
        }

        if (step.Title.Count > 0 && Lacks(step.Title, crm))
        {
            yield return $"{key}:Title: lacks the text in the CRM's default language, {crm.Settings.DefaultLanguage} (SCR-45).";
        }

        if (step.Kind == KycStepKind.Questionnaire == (step.Questions.Count == 0))
        {
            yield return $"{key}:Questions: belong to the kind Questionnaire, and only there.";
        }

        if (step.Kind == KycStepKind.Documents == (step.Documents.Count == 0))
        {
            yield return $"{key}:Documents: belong to the kind Documents, and only there.";
        }

        if (step.Kind == KycStepKind.Personal && (step.Personal.Count == 0 || step.Personal.Distinct().Count() != step.Personal.Count || step.MinimumAge is < 0 or > 120))
        {
            yield return $"{key}:Personal: name at least one field and each once; MinimumAge is 0 to 120.";
        }

        if (step.MaximumMegabytes < 1 || step.MaximumMegabytes * 1024L * 1024 > DocumentRules.LargestMaximum)
        {
            yield return $"{key}:MaximumMegabytes: must be 1 to 20.";
        }

        if (!IsEventName(step.EventName))
        {
            yield return $"{key}:EventName: must be 1 to 64 letters, digits and '_' (SCR-43).";
        }

        for (var i = 0; i < step.Documents.Count; i++)
        {
            var type = step.Documents[i];
            if (!IsId(type.Id, static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || step.Documents.Take(i).Any(other => other.Id == type.Id)
                || Lacks(type.Label, crm) || type.Sides is not (1 or 2))
            {
                yield return $"{key}:Documents:{i}: Id is 1 to 64 letters, digits, '-' and '_' and no other's; Label has the CRM's default language; Sides is 1 or 2.";
            }
        }

        foreach (var fault in CustomActionValidator.ValidateFields(key, "Questions", step.Questions, crm))
        {
            yield return fault;
        }
    }

    private static bool IsId(string id, Func<char, bool> allowed) => id.Length is >= 1 and <= LongestId && id.All(allowed);

    private static bool IsDays(int days) => days is >= 1 and <= MostDays;

    private static bool IsEventName(string? name) => name is null || ScreenParameters.EventNameOf(name) is not null;

    private static bool Lacks(IReadOnlyDictionary<string, string> texts, CrmConfiguration crm) =>
        string.IsNullOrWhiteSpace(texts.GetValueOrDefault(crm.Settings.DefaultLanguage));
}

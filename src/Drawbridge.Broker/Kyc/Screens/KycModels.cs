using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>What the list of steps shows.</summary>
internal sealed record KycOverviewModel(KycVisit Visit, string Sealed, string SubmissionKey);

/// <summary>What a step shows.</summary>
internal sealed record KycStepModel(KycVisit Visit, KycStep Step, IReadOnlyDictionary<string, string> Answers, FormErrors Errors, string Sealed);

/// <summary>What the summary shows.</summary>
internal sealed record KycReviewModel(
    KycVisit Visit, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Answers, string Sealed, string SubmissionKey);

/// <summary>What the page shows that tells how it stands.</summary>
/// <param name="Visit">The verification.</param>
/// <param name="ProviderPage">Where the trader goes on; null when the broker's staff decides or the provider is at work.</param>
/// <param name="CanBeginAgain">Whether a further round may begin.</param>
/// <param name="CanWithdraw">Whether it can be taken back.</param>
/// <param name="Sealed">The session for forms.</param>
internal sealed record KycStatusModel(KycVisit Visit, Uri? ProviderPage, bool CanBeginAgain, bool CanWithdraw, string Sealed);

/// <summary>What a page shows that only says something.</summary>
internal sealed record KycMessageModel(string TestId, TextKey Title, TextKey Intro);

using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Kyc.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>Lets a trader in to the screens of a level, with everything there is of it.</summary>
internal sealed class KycEntrance(InAppScreens screens, KycStore store, KycFileStore files, KycAnswers answers)
{
    /// <summary>Either the trader's visit, or what to answer instead of it.</summary>
    public async Task<(KycVisit? Visit, IResult? Answer)> EnterAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Kyc, cancellationToken);
        if (who is null)
        {
            var isReturn = answer is ScreenError { Code: CrmErrorCode.MissingRequiredParameter } && context.Request.Path.Value!.EndsWith("/status", StringComparison.Ordinal);
            return (null, isReturn ? Message("kyc-return", KycTextKey.KycReturnTitle, KycTextKey.KycReturnIntro) : answer); // SCR-76: a web view without cookies
        }

        context.SetScreen(context.GetScreen() with { OwnStylesUrl = ScreenAssets.Current.KycStylesUrl });
        var broker = context.GetBroker();
        if (broker.Settings.Kyc.Levels.Count == 0)
        {
            return (null, Message("kyc-none", KycTextKey.KycNoneTitle, KycTextKey.KycNoneIntro));
        }

        return broker.Settings.Kyc.Find(context.GetScreen().Parameters.KycType) is { } level
            ? (await LoadAsync(who, broker, level, cancellationToken), null)
            : (null, Message("kyc-unknown", KycTextKey.KycUnknownTitle, KycTextKey.KycUnknownIntro, StatusCodes.Status404NotFound)); // SCR-33
    }

    /// <summary>The same visit with what has been saved since.</summary>
    public Task<KycVisit> ReadAgainAsync(KycVisit visit, CancellationToken cancellationToken) => LoadAsync(visit.Who, visit.Broker, visit.Level, cancellationToken);

    /// <summary>What the trader answered in a step, or what is known before.</summary>
    public IReadOnlyDictionary<string, string> AnswersOf(KycVisit visit, KycStep step) =>
        visit.RowOf(step) is { AnswersSealed: { } text } ? answers.Open(text) : KycFields.Prefill(step, visit.Who.User);

    private async Task<KycVisit> LoadAsync(InAppUser who, BrokerEntity broker, KycLevel level, CancellationToken cancellationToken)
    {
        var current = await store.FindCurrentAsync(broker.Id, who.User.Id, level.Id, cancellationToken);
        if (current is null or { ErasedAt: not null, State: KycState.Draft or KycState.Rejected })
        {
            return new(who, broker, level, Case: null, [], []);
        }

        return new(
            who, broker, level, current, await store.ListStepsAsync(current.Id, cancellationToken),
            [.. (await files.ListAsync(current.Id, cancellationToken)).Where(static file => file.ReplacedAt is null)]);
    }

    private static ScreenResult<KycMessagePage> Message(string testId, TextKey title, TextKey intro, int status = StatusCodes.Status200OK) =>
        new(new KycMessageModel(testId, title, intro), status);
}

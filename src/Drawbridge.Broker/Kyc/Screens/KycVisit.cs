using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Kyc.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>A trader on the screens of a level, with everything there is of it.</summary>
/// <param name="Who">The trader.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Level">The level.</param>
/// <param name="Case">The verification; null before anything is saved.</param>
/// <param name="Rows">What was done.</param>
/// <param name="Files">The files in use.</param>
internal sealed record KycVisit(
    InAppUser Who, BrokerEntity Broker, KycLevel Level, KycCase? Case, IReadOnlyList<KycStepRow> Rows, IReadOnlyList<KycFile> Files)
{
    public KycPlace Place => new(Broker.Id, Who.User.Id, Level.Id);

    /// <summary>Whether the trader can fill something in now.</summary>
    public bool IsOpen => Case is null || KycMachine.IsOpen(Case.State);

    public bool IsRejected => Case?.State == KycState.Rejected;

    public int Done => Level.Steps.Count(step => IsComplete(step));

    public bool IsAllComplete => Done == Level.Steps.Count;

    public KycStepRow? RowOf(KycStep step) => Rows.FirstOrDefault(row => row.Step == step.Id);

    public bool IsComplete(KycStep step) => RowOf(step) is { Complete: true };

    public bool MayChange(KycStep step) => Case is null || KycStore.MayChange(Case, Rows, step.Id);

    /// <summary>The step to go on with; null when only sending off is left.</summary>
    public KycStep? NextAfter(KycStep? step)
    {
        var at = step is null ? -1 : Level.Steps.ToList().FindIndex(one => one.Id == step.Id);
        return Level.Steps.Skip(at + 1).Concat(Level.Steps.Take(at + 1)).FirstOrDefault(one => !IsComplete(one));
    }

    public IReadOnlyList<KycFile> FilesOf(KycStep step) => [.. Files.Where(file => file.Step == step.Id).OrderBy(static file => file.Side == "back")];

    /// <summary>A configured text in the language of the screen.</summary>
    public string In(IReadOnlyDictionary<string, string> texts, TextCatalogue t) => CustomAction.In(texts, t.Language, Broker.Crm.Settings.DefaultLanguage);

    public string TitleOf(KycStep step, TextCatalogue t) => step.Title.Count > 0 ? In(step.Title, t) : t[step.Kind switch
    {
        KycStepKind.Personal => KycTextKey.KycPersonalTitle,
        KycStepKind.Questionnaire => KycTextKey.KycQuestionsTitle,
        KycStepKind.Documents => KycTextKey.KycDocumentsTitle,
        _ => KycTextKey.KycSelfieTitle,
    }];

    public string? IntroOf(KycStep step, TextCatalogue t) => step.Intro.Count > 0 ? In(step.Intro, t) : step.Kind switch
    {
        KycStepKind.Documents => t[KycTextKey.KycDocumentsIntro],
        KycStepKind.Selfie => t[KycTextKey.KycSelfieIntro],
        _ => null,
    };

    /// <summary>Counts how far the trader has come; each level is a walk of its own.</summary>
    public void Count(HttpContext context, FunnelStep step) => context.Reached(step, Who.User, Level.Id);

    /// <summary>Address of a step, without the flow's parameters.</summary>
    public static string PathOf(KycStep step) => $"{ScreenPaths.Kyc}/{step.Id}";
}

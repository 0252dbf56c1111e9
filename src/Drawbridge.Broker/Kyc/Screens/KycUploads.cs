using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Documents.Texts;
using Drawbridge.Broker.Documents.Uploads;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>Takes the files of a form, one after another; what is wrong with one does not lose the others.</summary>
internal sealed class KycUploads(DocumentVault vault, KycFileStore files, TimeProvider time)
{
    private const int MostPerHour = 60;

    /// <summary>Null when all was said in <paramref name="errors"/>; else what to answer, because the step cannot be changed.</summary>
    public async Task<IResult?> TakeAsync(
        HttpContext context, KycVisit visit, KycStep step, IReadOnlyList<KycSide> sides, FormErrors errors, CancellationToken cancellationToken)
    {
        var texts = context.GetScreen().Texts;
        if (UploadForm.Of(context) is not { } form)
        {
            return null;
        }

        try
        {
            while (await form.NextAsync(cancellationToken) is { } file)
            {
                if (sides.FirstOrDefault(side => side.Field == file.Field) is not { } side)
                {
                    continue;
                }

                if (await files.CountSinceAsync(visit.Broker.Id, visit.Who.User.Id, time.GetUtcNow().AddHours(-1), cancellationToken) >= MostPerHour)
                {
                    errors.Add(side.Field, texts[side.Label], texts[DocumentTextKey.ErrorDocumentTooMany]);
                    continue;
                }

                switch (await vault.TakeAsync(
                    new(visit.Broker.Id, visit.Who.User.Id, file.FileName, file.DeclaredType), file.Content, step.Rules, cancellationToken))
                {
                    case DocumentTaking.Refused refused:
                        errors.Add(side.Field, texts[side.Label], TextOf(refused.Fault, step, texts));
                        break;
                    case DocumentTaking.Taken taken when !await files.PutAsync(visit.Place, step.Id, side.Name, taken.Id, cancellationToken):
                        return ScreenError.UnreadableForm;
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return ScreenError.UnreadableForm;
        }

        return null;
    }

    private static string TextOf(DocumentFault fault, KycStep step, TextCatalogue texts) => fault switch
    {
        DocumentFault.Empty => texts[DocumentTextKey.ErrorDocumentEmpty],
        DocumentFault.TooLarge => texts.Format(DocumentTextKey.ErrorDocumentTooLarge, step.MaximumMegabytes),
        DocumentFault.Format => texts.Format(DocumentTextKey.ErrorDocumentFormat, KycSides.Names(step)),
        DocumentFault.Mismatch => texts[DocumentTextKey.ErrorDocumentMismatch],
        DocumentFault.TooManyPixels => texts[DocumentTextKey.ErrorDocumentPixels],
        DocumentFault.Unsafe => texts[DocumentTextKey.ErrorDocumentUnsafe],
        DocumentFault.Protected => texts[DocumentTextKey.ErrorDocumentProtected],
        _ => texts[DocumentTextKey.ErrorDocumentDamaged],
    };
}

using Drawbridge.Broker.Agreements.Texts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Agreements;

/// <summary>Says what a user still has to agree to. Asked before an application is entered, in the client area and before money moves.</summary>
internal sealed class AgreementGate(AgreementStore store, TimeProvider time)
{
    /// <summary>What is missing, in the broker's order. Costs nothing where the broker has no agreements.</summary>
    public async Task<IReadOnlyList<AgreementToAccept>> FindMissingAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (broker.Settings.Agreements.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var language = context.GetScreen().Texts.Language;
        var accepted = await store.ListAsync(broker.Id, user.Id, cancellationToken);
        return
        [
            .. from agreement in broker.Settings.Agreements
               let version = agreement.At(now)
               let before = accepted.Where(consent => consent.Agreement == agreement.Id).ToList()
               where version is not null && before.TrueForAll(consent => consent.Version != version.Version) && (agreement.AskAgain || before.Count == 0)
               select new AgreementToAccept(
                   agreement.Id, version.Version, agreement.Title.Count == 0 ? null : CustomAction.In(agreement.Title, language, broker.Crm.Settings.DefaultLanguage),
                   language, version.Urls.GetValueOrDefault(language) ?? version.Url, before.Count > 0),
        ];
    }

    /// <summary>Says at each field what was not accepted.</summary>
    public static void Check(IReadOnlyList<AgreementToAccept> missing, AgreedVersions agreed, TextCatalogue texts, FormErrors errors)
    {
        foreach (var one in missing.Where(one => !agreed.Contain(one)))
        {
            errors.Add(one.Field, one.Title ?? texts[AgreementTextKey.AgreementDefaultTitle], texts[AgreementTextKey.AgreementError]);
        }
    }
}

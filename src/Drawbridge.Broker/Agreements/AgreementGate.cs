using Drawbridge.Broker.Agreements.Texts;
using Drawbridge.Broker.Brokers;
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

        return UserAgreement.FindMissing(
            broker.Settings.Agreements, await store.ListAsync(broker.Id, user.Id, cancellationToken), time.GetUtcNow(), context.GetScreen().Texts.Language,
            broker.Crm.Settings.DefaultLanguage);
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

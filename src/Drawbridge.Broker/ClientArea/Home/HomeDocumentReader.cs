using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.ClientArea.Home;

/// <summary>What a trader agreed to and proved.</summary>
internal sealed class HomeDocumentReader(AgreementStore agreements, KycStore verifications, TimeProvider time)
{
    public async Task<HomePapers> ReadAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        return new(await ReadAgreementsAsync(context, broker, user, cancellationToken), await ReadVerificationsAsync(context, broker, user, cancellationToken));
    }

    private async Task<IReadOnlyList<HomeAgreement>> ReadAgreementsAsync(HttpContext context, BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        var language = context.GetScreen().Texts.Language;
        return
        [
            .. from consent in await agreements.ListAsync(broker.Id, user.Id, cancellationToken)
               orderby consent.AcceptedAt descending
               let title = broker.Settings.Agreements.FirstOrDefault(one => one.Id == consent.Agreement)?.Title
               select new HomeAgreement(
                   title is null or { Count: 0 } ? null : CustomAction.In(title, language, broker.Crm.Settings.DefaultLanguage), consent.Version, consent.Url, consent.AcceptedAt),
        ];
    }

    private async Task<IReadOnlyList<HomeVerification>> ReadVerificationsAsync(HttpContext context, BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        if (!broker.Settings.Serves(Module.Kyc))
        {
            return [];
        }

        var language = context.GetScreen().Texts.Language;
        var cases = await verifications.ListAsync(broker.Id, user.Id, cancellationToken);
        return
        [
            .. from level in broker.Settings.Kyc.Levels
               let last = cases.LastOrDefault(one => one.Level == level.Id)
               let hasEnded = last is { State: KycState.Approved } && !last.HoldsAt(time.GetUtcNow())
               select new HomeVerification(
                   level.Id, CustomAction.In(level.Title, language, broker.Crm.Settings.DefaultLanguage), hasEnded ? KycState.Expired : last?.State, last?.ExpiresAt),
        ];
    }
}

using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Ribbons;
using Drawbridge.Broker.Ribbons.Api;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Screens;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Ribbons;

/// <summary>Puts together what the pages about campaigns show.</summary>
internal sealed class RibbonPages(CampaignStore store, CampaignPreviews previews, RibbonProgressStore progress, AuditStore audit, Database database, TimeProvider time)
{
    private const int PageLength = 30;
    private const int MostEntries = 30;

    public async Task<RibbonListModel> ListAsync(HttpContext context, FormErrors errors, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var before = long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;
        var rows = await store.ListAsync(caller.Scope, brokerId: null, before, PageLength + 1, cancellationToken);
        var lines = new List<CampaignLine>();
        foreach (var row in rows.Take(PageLength))
        {
            if (caller.FindBroker(row.BrokerId) is { } broker)
            {
                lines.Add(new(row, broker, row.Live is null ? new() : await progress.OfCampaignAsync(row.Id, cancellationToken)));
            }
        }

        var brokers = new List<BrokerLine>();
        foreach (var broker in caller.Brokers)
        {
            brokers.Add(new(broker, await progress.CompareAsync(broker.Id, cancellationToken), await progress.FindPassAsync(broker.Id, cancellationToken)));
        }

        return new(lines, rows.Count > PageLength, brokers, errors);
    }

    /// <summary>Null when there is no such campaign for this member of staff.</summary>
    public async Task<CampaignModel?> FindAsync(HttpContext context, long id, FormErrors errors, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await store.FindAsync(caller.Scope, id, cancellationToken) is not { } campaign || caller.FindBroker(campaign.BrokerId) is not { } broker)
        {
            return null;
        }

        var content = campaign.LatestContent;
        var entries = await audit.ListAsync(
            caller.Scope, new(Actor: null, Act: null, RibbonPerson.ObjectOf(campaign), From: null, Until: null, long.MaxValue, MostEntries), cancellationToken);
        var isReadable = CampaignValidator.FaultsOf(broker, content, seesWholeCrm: true).Count == 0;
        return new(
            campaign, broker, await progress.OfCampaignAsync(id, cancellationToken), RibbonModule.IsOn(broker) ? await progress.FindPassAsync(broker.Id, cancellationToken) : null,
            isReadable ? await previews.OfAsync(broker, id, content, cancellationToken) : null,
            [.. new AudienceSql(database.Dialect, broker, id, content, time.GetUtcNow()).Build().Conditions.Select(static one => one.Text)], entries, errors);
    }
}

using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>An approved campaign that shows now.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Content">What was approved.</param>
internal sealed record LiveCampaign(long Id, BrokerEntity Broker, CampaignContent Content)
{
    private readonly Dictionary<string, PlannedRibbon> _byLanguage = new(StringComparer.Ordinal);

    /// <summary>What has to hold for a user to get it.</summary>
    public (string Sql, IReadOnlyDictionary<string, object?> Parameters) ConditionAt(Dialect dialect, DateTimeOffset now)
    {
        var (conditions, parameters) = new AudienceSql(dialect, Broker, Id, Content, now).Build();
        return ($"(u.broker_id = {Broker.Id.ToString(CultureInfo.InvariantCulture)} and {string.Join(" and ", conditions.Select(static one => one.Sql))})", parameters);
    }

    /// <summary>The ribbons that a user gets of it: one, or one for each account (B2P-3.9-11, B2P-3.9-12).</summary>
    public IEnumerable<RibbonCandidate> RibbonsFor(string language, IEnumerable<long> accounts) => Content.Scope == RibbonScope.Account
        ? accounts.Select(account => new RibbonCandidate(Content.Priority, Render(language, account.ToString(CultureInfo.InvariantCulture))))
        : [new RibbonCandidate(Content.Priority, InLanguage(language))];

    private PlannedRibbon InLanguage(string language)
    {
        if (!_byLanguage.TryGetValue(language, out var ribbon))
        {
            _byLanguage[language] = ribbon = Render(language, account: null);
        }

        return ribbon;
    }

    private PlannedRibbon Render(string language, string? account) => new(
        Id,
        new Ribbon
        {
            Color = Content.Color,
            Title = Content.TitleIn(language, Broker.Crm.Settings.DefaultLanguage),
            Enabled = true,
            Closable = Content.Closable,
            Action = Content.Action,
            BrokerName = Content.Scope == RibbonScope.Broker ? Broker.Name.Value : null,
            CtidTraderAccountId = account,
        });
}

using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Reports.Counting;

/// <summary>Counts one day of a broker: what each partner's own traders did, what that adds up to for each one above, and for the broker as a whole.</summary>
internal sealed class DayCount(DateOnly day)
{
    private readonly Dictionary<(long PartnerId, FigureScope Scope, long LinkId, string Currency), Figures> _figures = [];

    /// <summary>All rows of the day.</summary>
    public IEnumerable<FigureRow> Rows => _figures.Select(one => new FigureRow(one.Key.PartnerId, one.Key.Scope, day, one.Key.LinkId, one.Key.Currency, one.Value));

    /// <summary>Reads the facts of the day. What is written meanwhile is found when the day is counted the next time.</summary>
    public async Task ReadAsync(DbSession session, DayOfBroker moments)
    {
        Add(await DayFacts.ListClicksAsync(session, moments), static fact => new() { Clicks = fact.Count });
        Add(await DayFacts.ListSignUpsAsync(session, moments), static fact => new() { SignUps = fact.Count });
        Add(await DayFacts.ListPartnersAsync(session, moments), static fact => new() { Partners = fact.Count });
        Add(await DayFacts.ListTradesAsync(session, moments), static fact => new() { Lots = fact.Value });
        foreach (var fact in await DayFacts.ListDepositsAsync(session, moments))
        {
            Add(fact.PartnerId, FigureScope.Own, fact.LinkId, "", new() { Deposits = fact.Count, FirstDeposits = fact.Special });
            Add(fact.PartnerId, FigureScope.Own, fact.LinkId, fact.Currency, new() { Deposited = fact.Value });
        }

        await RollUpAsync(session, moments);
        foreach (var (own, scope) in new[] { (true, FigureScope.Own), (false, FigureScope.Network) })
        {
            foreach (var fact in await DayFacts.ListRewardsAsync(session, moments, own))
            {
                Add(fact.PartnerId, scope, fact.LinkId, fact.Currency, new() { Earned = fact.Value });
                Add(FigureRow.WholeBroker, FigureScope.Own, 0, fact.Currency, new() { Earned = fact.Value });
            }
        }
    }

    /// <summary>What is earned does not go up: those above have rewards of their own.</summary>
    private async Task RollUpAsync(DbSession session, DayOfBroker moments)
    {
        var own = _figures.ToList();
        var above = (await DayFacts.ListAboveAsync(session, moments, [.. own.Select(static one => one.Key.PartnerId).Distinct()])).ToLookup(static pair => pair.PartnerId, static pair => pair.AboveId);
        foreach (var (key, figures) in own)
        {
            Add(FigureRow.WholeBroker, FigureScope.Own, 0, key.Currency, figures);
            foreach (var partner in above[key.PartnerId])
            {
                Add(partner, FigureScope.Network, 0, key.Currency, figures);
            }
        }
    }

    private void Add(IEnumerable<FactSum> facts, Func<FactSum, Figures> figuresOf)
    {
        foreach (var fact in facts)
        {
            Add(fact.PartnerId, FigureScope.Own, fact.LinkId, "", figuresOf(fact));
        }
    }

    private void Add(long partnerId, FigureScope scope, long linkId, string currency, Figures figures)
    {
        var key = (partnerId, scope, linkId, currency);
        _figures[key] = _figures.GetValueOrDefault(key, Figures.None) + figures;
    }
}

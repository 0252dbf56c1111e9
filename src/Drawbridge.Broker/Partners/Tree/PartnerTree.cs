namespace Drawbridge.Broker.Partners.Tree;

/// <summary>The tree of partners of one broker over time, of any depth (INV-3). Moves are appended, so that the tree of any time can be read.</summary>
internal sealed class PartnerTree
{
    private readonly Dictionary<long, List<PartnerMove>> _moves;

    public PartnerTree(IEnumerable<PartnerMove> moves) => _moves = moves
        .GroupBy(static move => move.PartnerId)
        .ToDictionary(static group => group.Key, static group => group.OrderBy(static move => move.From).ThenBy(static move => move.Id).ToList());

    /// <summary>Under whom a partner stands at a time; null = at the top, or not there yet.</summary>
    public long? ParentOf(long partnerId, DateTimeOffset at) =>
        _moves.TryGetValue(partnerId, out var moves) ? moves.LastOrDefault(move => move.From <= at)?.ParentId : null;

    /// <summary>Those above a partner at a time, the nearest first.</summary>
    /// <exception cref="InvalidOperationException">The moves go round in a circle, which <see cref="FindCircle"/> keeps out.</exception>
    public IReadOnlyList<long> AncestorsOf(long partnerId, DateTimeOffset at)
    {
        var above = new List<long>();
        for (var next = ParentOf(partnerId, at); next is { } parent; next = ParentOf(parent, at))
        {
            if (parent == partnerId || above.Contains(parent))
            {
                throw new InvalidOperationException($"Partner {partnerId} stands above itself.");
            }

            above.Add(parent);
        }

        return above;
    }

    /// <summary>
    /// The time from which on a move would put a partner above itself, now or by moves that are due later; null when it never does.
    /// </summary>
    public DateTimeOffset? FindCircle(PartnerMove move)
    {
        if (move.ParentId is null)
        {
            return null;
        }

        // Nothing changes between two moves, so their times are all that must be tried.
        var after = new PartnerTree([.. _moves.Values.SelectMany(static moves => moves), move]);
        foreach (var at in after._moves.Values.SelectMany(static moves => moves).Select(static other => other.From).Where(from => from >= move.From).Distinct().Order())
        {
            if (after.IsAboveItself(move.PartnerId, at))
            {
                return at;
            }
        }

        return null;
    }

    private bool IsAboveItself(long partnerId, DateTimeOffset at)
    {
        // A circle without the partner cannot be, because nobody else has moved; so the walk ends.
        for (var next = ParentOf(partnerId, at); next is { } parent; next = ParentOf(parent, at))
        {
            if (parent == partnerId)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Globalization;
using Drawbridge.Platform.Wire;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Journal;

/// <summary>Which entries a reader of the journal asks for. What is left out fits everything.</summary>
internal sealed record JournalFilter
{
    public static readonly JournalFilter Everything = new();

    public long After { get; init; }

    public string? Direction { get; init; }

    public string? Method { get; init; }

    /// <summary>A part of it, or the whole of it with <c>*</c> for anything.</summary>
    public string? Route { get; init; }

    /// <summary>Lowest and highest status.</summary>
    public (int Lowest, int Highest)? Status { get; init; }

    public string? BrokerName { get; init; }

    public string? Correlation { get; init; }

    /// <summary>Text anywhere in an entry. Case does not count.</summary>
    public string? Search { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int? Limit { get; init; }

    /// <summary>Reads it from a query, or says everything that is wrong with it.</summary>
    public static Outcome<JournalFilter> Read(IQueryCollection query)
    {
        var values = new QueryValues(query);
        var wrong = new List<string>();
        var filter = new JournalFilter
        {
            After = values.Number("after") ?? 0,
            Direction = Read(values.Text("direction"), DirectionOf, "direction must be 'in' (from the brokers) or 'out' (to their CRMs)", wrong),
            Method = values.Text("method"),
            Route = values.Text("route"),
            Status = Read(values.Text("status"), StatusOf, "status must be one such as 409, a class such as 4xx, or 0 for calls without an answer", wrong),
            BrokerName = values.Text("brokerName"),
            Correlation = values.Text("correlation"),
            Search = values.Text("search"),
            From = Read(values.Text("from"), TimeOf, "from must be a time such as 2026-01-31T12:00:00Z", wrong),
            To = Read(values.Text("to"), TimeOf, "to must be a time such as 2026-01-31T12:00:00Z", wrong),
            Limit = Read(values.Text("limit"), LimitOf, "limit must be a number above zero", wrong),
        };
        return values.Fault is { } fault ? fault with { Description = string.Join(' ', [fault.Description, .. wrong]) }
            : wrong.Count > 0 ? PlatformFault.Invalid(string.Join("; ", wrong) + ".")
            : filter;
    }

    public bool Matches(JournalEntry entry) =>
        entry.Id > After
        && (Direction is null || entry.Direction == Direction)
        && (Method is null || entry.Method.Equals(Method, StringComparison.OrdinalIgnoreCase))
        && (Route is null || (Route.Contains('*', StringComparison.Ordinal) ? Wildcard.Matches(Route, entry.Route) : entry.Route.Contains(Route, StringComparison.OrdinalIgnoreCase)))
        && (Status is not { } status || (entry.Status >= status.Lowest && entry.Status <= status.Highest))
        && (BrokerName is null || entry.BrokerName == BrokerName)
        && (Correlation is null || entry.CorrelationId == Correlation)
        && (From is null || entry.At >= From)
        && (To is null || entry.At < To)
        && (Search is null || entry.Texts.Any(text => text?.Contains(Search, StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>Those that fit. A limit leaves the first ones after a given entry, else the last ones of all.</summary>
    public IReadOnlyList<JournalEntry> Apply(IEnumerable<JournalEntry> entries)
    {
        var fitting = entries.Where(Matches);
        return Limit is not { } limit ? [.. fitting] : After > 0 ? [.. fitting.Take(limit)] : [.. fitting.TakeLast(limit)];
    }

    private static T? Read<T>(string? text, Func<string, T?> read, string problem, List<string> wrong)
    {
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }

        if (read(text) is { } value)
        {
            return value;
        }

        wrong.Add(problem);
        return default;
    }

    private static string? DirectionOf(string text) => text switch
    {
        "in" or JournalEntry.FromBroker => JournalEntry.FromBroker,
        "out" or JournalEntry.FromPlatform => JournalEntry.FromPlatform,
        _ => null,
    };

    private static (int Lowest, int Highest)? StatusOf(string text) =>
        text is [>= '1' and <= '5' and var kind, 'x' or 'X', 'x' or 'X'] ? ((kind - '0') * 100, ((kind - '0') * 100) + 99)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is 0 or (>= 100 and <= 599) ? (status, status)
        : null;

    private static DateTimeOffset? TimeOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static int? LimitOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : null;
}

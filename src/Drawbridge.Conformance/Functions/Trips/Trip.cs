using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Functions.Trips;

/// <summary>Somebody's way through screens up to where it ended, with what both sides said to each other meanwhile. Made once, asked by several cases.</summary>
internal sealed record Trip
{
    public required FormPerson Person { get; init; }

    public required PilotEnd End { get; init; }

    /// <summary>Status of the first page; 0 for none.</summary>
    public int FirstStatus { get; init; }

    /// <summary>Forms that were filled in, by their headings.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>What the journal has of the time; empty without a platform.</summary>
    public IReadOnlyList<JournalCall> Calls { get; init; } = [];

    /// <summary>The application's session before the trip, with its accounts; null when there was none.</summary>
    public DeskSession? Before { get; init; }

    /// <summary>The application's session that the trip led to.</summary>
    public Outcome<DeskSession>? Session { get; init; }

    /// <summary>The session after the application was closed and opened again.</summary>
    public Outcome<DeskSession>? Reopened { get; init; }

    /// <summary>The account that it is about; 0 for none.</summary>
    public long Account { get; init; }

    /// <summary>The address of the success page.</summary>
    /// <exception cref="NonconformityException">It did not get there.</exception>
    public Uri MustEndWell(CaseRun run)
    {
        foreach (var call in Calls)
        {
            run.Note($"the journal has {call}");
        }

        return End switch
        {
            PilotEnd.Success success => success.Url,
            PilotEnd.Stopped stopped => throw new NonconformityException("the success page in the end", $"a page that does not go on{stopped.Said(run)}"),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>The OT token of the success page.</summary>
    public string MustHaveToken(CaseRun run)
    {
        var token = System.Web.HttpUtility.ParseQueryString(MustEndWell(run).Query)["token"];
        Check.That(token is { Length: > 0 }, "the parameter token in the address of the success page", "none");
        return token;
    }

    /// <summary>The one call of a number that succeeded.</summary>
    public JournalCall MustHaveCall(CaseRun run, string call, Func<JournalCall, bool>? isIt = null)
    {
        MustEndWell(run);
        var found = Calls.Where(one => one.Call == call && (isIt is null || isIt(one))).ToList();
        return found.FirstOrDefault(static one => one.Succeeded) ?? throw new NonconformityException(
            $"call {call} with success", found.Count > 0 ? $"{found[^1]}" : Calls.Count == 0 ? "no call at all" : $"only {string.Join(", ", Calls.Select(static one => one.Call ?? one.Route).Distinct(StringComparer.Ordinal))}");
    }
}

/// <summary>Something, or why it is not there.</summary>
internal sealed record Outcome<T>(T? Value, NonconformityException? Fault)
    where T : class
{
    public static async Task<Outcome<T>> OfAsync(Func<Task<T>> find)
    {
        try
        {
            return new(await find(), null);
        }
        catch (NonconformityException e)
        {
            return new(null, e);
        }
    }

    public T Must() => Value ?? throw new NonconformityException(Fault!.Expected, Fault.Received);
}

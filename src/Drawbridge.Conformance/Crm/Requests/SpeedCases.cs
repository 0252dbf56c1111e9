using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Requests;

/// <summary>
/// How long calls take. The protocol has no number for it; two seconds is what people wait for while an application starts and logs them in, and
/// a call that takes longer is a warning.
/// </summary>
internal static class SpeedCases
{
    private const int Tries = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. CrmCall.WithBody.Select(Case)];

    private static ConformanceCase Case(CrmCall call) => new()
    {
        Id = $"api/speed/{call.Number}",
        Title = $"Call {call.Number} is answered within {Longest.TotalSeconds:0} seconds",
        Requirement = Should(call.Requirement).Inferred,
        Kind = CaseKind.Alone, // other cases at the same time would make it wait
        Remedy = "Look at what the call waits for: the hash of the password (4.1), an index on the tokens, calls to other systems. A user waits for it.",
        RunAsync = async (run, cancellationToken) =>
        {
            var times = new List<TimeSpan>();
            for (var i = 0; i < Tries; i++)
            {
                times.Add((await run.AskAsync($"calls {call.Number}", await call.RequestAsync(run, cancellationToken), cancellationToken)).Duration);
            }

            var usual = times.Order().ElementAt(Tries / 2);
            Check.That(usual <= Longest, $"an answer within {Longest.TotalSeconds:0} s", $"one after {usual.TotalSeconds:0.0} s, in the middle of {Tries}");
        },
    };
}

using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Instrument;

namespace Drawbridge.Platform.Faults;

/// <summary>Reads a fault that a developer wants.</summary>
internal sealed partial class FaultReader(FaultRoutes routes, BrokerDirectory brokers, TimeProvider time)
{
    private const long LongestLatency = 120_000;
    private const long LargestExact = 9_007_199_254_740_991; // in JavaScript
    private const double LongestSeconds = 366 * 86_400;

    /// <summary>What is wrong is told to the fields.</summary>
    public FaultRule Read(InstrumentFields fields)
    {
        var rule = new FaultRule
        {
            Kind = fields.Text("kind") ?? "",
            Route = fields.Text("route") ?? "",
            Direction = fields.Text("direction"),
            BrokerName = fields.Text("brokerName"),
            Probability = fields.Number("probability", 0, 1) ?? 1,
            Seed = fields.Integer("seed", 0, LargestExact) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            Times = fields.Integer("times", 1, LargestExact),
            LatencyMs = fields.Integer("latencyMs", 1, LongestLatency),
            Status = (int?)fields.Integer("status", 400, 599),
            ErrorCode = fields.Text("errorCode", longest: 64),
            Until = Until(fields),
        };
        CheckWhere(rule, fields);
        CheckWhat(rule, fields);
        return rule.Kind == FaultKind.Error ? rule with { Status = rule.Status ?? 500, ErrorCode = rule.ErrorCode ?? "UNKNOWN_ERROR" } : rule;
    }

    private DateTimeOffset? Until(InstrumentFields fields)
    {
        var (until, seconds) = (fields.Time("until"), fields.Number("forSeconds", 0.001, LongestSeconds));
        if (until is not null && seconds is not null)
        {
            fields.Wrong("only one of until and forSeconds can be given");
        }

        if (until <= time.GetUtcNow())
        {
            fields.Wrong("until must be later than what the platform's clock says now");
        }

        return until ?? (seconds is { } s ? time.GetUtcNow() + TimeSpan.FromSeconds(s) : null);
    }

    private void CheckWhere(FaultRule rule, InstrumentFields fields)
    {
        var isDirection = rule.Direction is null or FaultRegistry.In or FaultRegistry.Out;
        if (!isDirection)
        {
            fields.Wrong("direction must be 'in' (from the brokers) or 'out' (to their CRMs), or be left out for both");
        }

        if (rule.BrokerName is { } broker && brokers.FindBroker(broker) is null)
        {
            fields.Wrong("brokerName must be a broker of this platform");
        }

        if (rule.Route != "*" && !RouteForm().IsMatch(rule.Route))
        {
            fields.Wrong("route must be 'METHOD /template' as in the journal, with * for anything, or * alone");
        }
        else if (isDirection && FaultKind.All.Contains(rule.Kind, StringComparer.Ordinal) && !routes.FitAny(rule.Route, rule.Kind, rule.Direction))
        {
            fields.Wrong($"route must fit a call that {rule.Kind} can befall; the journal shows how routes are written");
        }
    }

    private static void CheckWhat(FaultRule rule, InstrumentFields fields)
    {
        if (!FaultKind.All.Contains(rule.Kind, StringComparer.Ordinal))
        {
            fields.Wrong($"kind must be one of {string.Join(", ", FaultKind.All)}");
        }

        if ((rule.Kind == FaultKind.Latency) != fields.Has("latencyMs"))
        {
            fields.Wrong("latencyMs must be given with the kind latency, and only then");
        }

        if (rule.Kind != FaultKind.Error && (fields.Has("status") || fields.Has("errorCode")))
        {
            fields.Wrong("status and errorCode must be left out except with the kind error");
        }

        if (rule.ErrorCode is { } code && !CodeForm().IsMatch(code))
        {
            fields.Wrong("errorCode must consist of capital letters, digits and underscores");
        }
    }

    [GeneratedRegex(@"\A(?:[A-Za-z]+|\*) [/*][\x21-\x7E]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteForm();

    [GeneratedRegex(@"\A[A-Z0-9_]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeForm();
}

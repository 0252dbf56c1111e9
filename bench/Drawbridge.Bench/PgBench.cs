using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Drawbridge.Bench;

/// <summary>PostgreSQL's own load generator with one of our statements, prepared, over TCP on loopback.</summary>
internal sealed partial class PgBench(string program, string scripts, string connectionString)
{
    private readonly NpgsqlConnectionStringBuilder _target = new(connectionString);

    /// <param name="script">Name of the script.</param>
    /// <param name="clients">Connections, each with one statement at a time.</param>
    /// <param name="duration">How long.</param>
    /// <param name="variables">What the script needs to know.</param>
    public async Task<PgBenchRun> RunAsync(string script, int clients, TimeSpan duration, IReadOnlyDictionary<string, long> variables)
    {
        var threads = Math.Min(clients, Environment.ProcessorCount);
        List<string> arguments =
        [
            "-n", "-M", "prepared", "-h", _target.Host!, "-p", Text(_target.Port), "-U", _target.Username!,
            "-c", Text(clients), "-j", Text(threads), "-T", Text((long)duration.TotalSeconds), "-f", Path.Combine(scripts, script + ".sql"),
            "-D", $"clients={clients}", "-D", "n=0",
        ];
        foreach (var (name, value) in variables)
        {
            arguments.AddRange(["-D", $"{name}={Text(value)}"]);
        }

        var output = await ChildProcess.RunAsync(program, [.. arguments, _target.Database!]);
        return new PgBenchRun(
            double.Parse(Rate().Match(output).Groups["tps"].ValueSpan, CultureInfo.InvariantCulture),
            long.Parse(Count().Match(output).Groups["count"].ValueSpan, CultureInfo.InvariantCulture));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = (?<tps>[\d.]+) \(without", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"transactions actually processed: (?<count>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Count();
}

/// <summary>What <c>pgbench</c> did.</summary>
internal sealed record PgBenchRun(double PerSecond, long Transactions);

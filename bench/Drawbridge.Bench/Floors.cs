using System.Globalization;

namespace Drawbridge.Bench;

/// <summary>What <c>./test</c> insists on: far below what is normal, so that it fails for slow code and not for a busy machine.</summary>
internal static class Floors
{
    public static readonly (string Name, double AtLeast)[] OnPostgres = [("ot_exchange_vs_pgbench", 0.35), ("validate_vs_empty_endpoint", 0.2)];

    public static readonly (string Name, double AtLeast)[] OnSqlite = [("validate_vs_empty_endpoint_sqlite", 0.3)];

    public static bool Hold(Report report, IEnumerable<(string Name, double AtLeast)> floors) => floors.All(floor => report.Find(floor.Name) >= floor.AtLeast);

    /// <summary>Says of each whether it holds; the exit code.</summary>
    public static int Check(Report report)
    {
        foreach (var floor in OnPostgres.Concat(OnSqlite))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(Hold(report, [floor]) ? "passed" : "failed")}: {floor.Name} is {report.Find(floor.Name):0.00}, at least {floor.AtLeast:0.00} is wanted"));
        }

        return Hold(report, OnPostgres) && Hold(report, OnSqlite) ? 0 : 1;
    }
}

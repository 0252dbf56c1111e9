using System.Diagnostics;
using System.Globalization;

namespace Drawbridge.Bench;

/// <summary>Processor time of processes. It depends less on what else the machine does than a rate.</summary>
internal static class CpuTime
{
    // What Linux counts in: USER_HZ is 100 wherever .NET runs.
    private const double TicksPerSecond = 100;

    /// <summary>Of one process so far.</summary>
    public static TimeSpan Of(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Of all children of a process that are alive, so far.</summary>
    public static TimeSpan OfChildren(int parent) =>
        TimeSpan.FromSeconds(Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(Fields)
            .Where(fields => fields.Length > 12 && int.Parse(fields[1], CultureInfo.InvariantCulture) == parent)
            .Sum(fields => (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond));

    /// <summary>State, parent and so on of /proc/PID/stat; none when the process is gone.</summary>
    private static string[] Fields(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The process that started another.</summary>
    public static int ParentOf(int process) => int.Parse(Fields($"/proc/{process}")[1], CultureInfo.InvariantCulture);
}

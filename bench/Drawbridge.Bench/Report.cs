using System.Globalization;
using System.Text.Json;

namespace Drawbridge.Bench;

/// <summary>The numbers, in the order they were added.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly OrderedDictionary<string, double> _numbers = new(StringComparer.Ordinal);

    /// <summary>The number, or 0 when it was not measured.</summary>
    public double Find(string name) => _numbers.GetValueOrDefault(name);

    public void Add(string name, double number) => _numbers[name] = Math.Round(number, number < 100 ? 2 : 0);

    public void Add(string name, IReadOnlyList<Load> loads)
    {
        Add(name + "_per_s", loads.MedianRate());
        Add(name + "_p50_ms", loads.Select(load => load.P50).Median());
        Add(name + "_p99_ms", loads.Select(load => load.P99).Median());
        Add(name + "_server_cpu_us", loads.Select(load => load.ServerCpu).Median());
        if (loads.Any(load => load.DatabaseCpu > 0))
        {
            Add(name + "_database_cpu_us", loads.Select(load => load.DatabaseCpu).Median());
        }
    }

    public async Task WriteAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(_numbers, Indented) + "\n");
    }

    public void Print()
    {
        foreach (var (name, number) in _numbers)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-40} {number,12:0.##}"));
        }
    }
}

using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Yaml;

/// <summary>Everything that is wrong with one file, each with its line and its key. Never holds a value that may be a secret.</summary>
/// <param name="tellsColumns">Whether columns are told beside lines; keys tell the place well enough where they are told in full.</param>
internal sealed class FileFaults(bool tellsColumns = false)
{
    private readonly List<Fault> _faults = [];
    private readonly List<string> _standIns = [];

    public bool Any => _faults.Count > 0;

    /// <summary>Adds a fault.</summary>
    /// <param name="place">Where it is, null when it is at no one place.</param>
    /// <param name="key">Which setting, empty for the file itself.</param>
    /// <param name="remedy">What it must be.</param>
    public void Add(FilePlace? place, string key, string remedy)
    {
        var fault = new Fault(place?.Line, tellsColumns ? place?.Column : null, key, remedy.TrimEnd('.'));
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Adds a fault of a setting that something stands in for, so that what a rule finds there or below is no news.</summary>
    public void AddStandIn(FilePlace place, string key, string remedy)
    {
        if (!_faults.Exists(fault => fault.Line == place.Line && fault.Key == key))
        {
            Add(place, key, remedy);
        }

        _standIns.Add(key);
    }

    /// <summary>Whether something stands in for the setting, or for what it belongs to.</summary>
    public bool IsStandIn(string key) =>
        _standIns.Exists(above => key.Equals(above, StringComparison.OrdinalIgnoreCase) || key.StartsWith(above + ":", StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FaultException">There is at least one fault.</exception>
    public void ThrowIfAny(string file)
    {
        if (Any)
        {
            throw new FaultException(
                $"{file} has {_faults.Count} fault{(_faults.Count == 1 ? "" : "s")}:",
                string.Join(Environment.NewLine, _faults.OrderBy(static fault => fault.Line ?? 0).Select(static fault => $"  - {fault}")));
        }
    }

    private sealed record Fault(int? Line, int? Column, string Key, string Remedy)
    {
        public override string ToString() => (Line is null ? "" : Column is null ? $"line {Line}: " : $"line {Line}, column {Column}: ") + (Key.Length == 0 ? "" : $"{Key}: ") + Remedy;
    }
}

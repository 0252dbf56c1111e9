using Drawbridge.Cli.CommandLine;
using Microsoft.Extensions.Options;

namespace Drawbridge.Cli.Configuration;

/// <summary>Collects what is wrong with a configuration, so that a person sees all of it at once. Never holds a value that may be a secret.</summary>
internal sealed class ConfigurationFaults(string source)
{
    private readonly List<string> _faults = [];

    /// <summary>Adds a fault: which setting, and what it must be.</summary>
    public void Add(string key, string remedy) => Add($"{key}: {remedy}");

    /// <summary>Adds a fault if there is one.</summary>
    public void When(bool isFault, string key, string remedy)
    {
        if (isFault)
        {
            Add(key, remedy);
        }
    }

    /// <summary>What a reader returns; its faults are added, and the result is null, when it finds any.</summary>
    public T? Collect<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (OptionsValidationException e)
        {
            AddAll(e.Failures);
        }
        catch (AggregateException e)
        {
            AddAll(e.Flatten().InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures));
        }

        return null;
    }

    /// <exception cref="FaultException">There is at least one fault.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new FaultException(
                $"{source} has {_faults.Count} fault{(_faults.Count == 1 ? "" : "s")}:",
                string.Join(Environment.NewLine, _faults.Select(fault => $"  - {fault}")));
        }
    }

    private void AddAll(IEnumerable<string> failures)
    {
        foreach (var failure in failures)
        {
            Add(Plain(failure).TrimEnd('.'));
        }
    }

    /// <summary>Two validators may find the same fault.</summary>
    private void Add(string fault)
    {
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    /// <summary>The framework puts "Property" before the key of a fault.</summary>
    private static string Plain(string failure) => failure.StartsWith("Property ", StringComparison.Ordinal) ? failure["Property ".Length..] : failure;
}

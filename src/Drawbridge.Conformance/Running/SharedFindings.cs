using System.Collections.Concurrent;

namespace Drawbridge.Conformance.Running;

/// <summary>What several cases need and the first of them finds: somebody who has logged in, a <c>crmApiToken</c>, what a screen shows.</summary>
public sealed class SharedFindings
{
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _found = new(StringComparer.Ordinal);

    /// <summary>What was found so far.</summary>
    internal IReadOnlyList<KeyValuePair<string, Task<object>>> Found => [.. _found.Where(static one => one.Value is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }).Select(static one => KeyValuePair.Create(one.Key, one.Value.Value))];

    /// <summary>What was found, or is found now. What is wrong with the plan is tried once; whatever else goes wrong is tried again by the next who asks.</summary>
    /// <param name="key">What is looked for.</param>
    /// <param name="find">Finds it.</param>
    public async Task<T> GetAsync<T>(string key, Func<Task<T>> find)
        where T : notnull
    {
        var found = _found.GetOrAdd(key, _ => new Lazy<Task<object>>(async () => await find()));
        try
        {
            return (T)await found.Value;
        }
        catch (Exception e) when (e is not ConfigurationFaultException)
        {
            _found.TryRemove(KeyValuePair.Create(key, found));
            throw;
        }
    }

    /// <summary>Lets the next who asks find it anew.</summary>
    public void Forget(string key) => _found.TryRemove(key, out _);
}

using System.Collections;
using System.Diagnostics;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Brokers;

/// <summary>
/// Whose affair a request is: every log entry below says so as soon as it is known, whichever part of the system writes it (BID-9). It belongs to
/// one request and does not look at the request, which is gone when something that it began writes later.
/// </summary>
internal sealed class BrokerLogScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string BrokerName = "BrokerName";
    private const string BrokerCrmName = "BrokerCrmName";
    private const string BrokerTag = "drawbridge.broker_name";
    private const string CrmTag = "drawbridge.broker_crm_name";

    private volatile KeyValuePair<string, object?>[] _values = [];

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _values[index];

    /// <summary>The request is about a broker.</summary>
    public void Set(BrokerEntity broker)
    {
        _values = ValuesOf(broker);
        Tag(broker.Crm, broker);
    }

    /// <summary>The request is from or for a CRM.</summary>
    public void Set(Crm crm)
    {
        _values = [new(BrokerCrmName, crm.Name.Value)];
        Tag(crm, broker: null);
    }

    /// <summary>The job that runs here is about a broker.</summary>
    public static void DescribeJob(BrokerEntity broker) => JobScope.Describe(ValuesOf(broker));

    /// <summary>What is written until the end is about a broker.</summary>
    public static IDisposable? Begin(ILogger log, BrokerEntity broker)
    {
        var scope = new BrokerLogScope();
        scope.Set(broker);
        return log.BeginScope(scope);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _values.Select(static value => $"{value.Key}:{value.Value}"));

    /// <summary>Says the same on the request's metrics (BID-10). Names are those of the settings: a name that nobody has makes no row.</summary>
    public void AddTo(IHttpMetricsTagsFeature? metrics)
    {
        foreach (var (key, value) in _values)
        {
            metrics?.Tags.Add(new(key == BrokerName ? BrokerTag : CrmTag, value));
        }
    }

    private static KeyValuePair<string, object?>[] ValuesOf(BrokerEntity broker) => [new(BrokerName, broker.Name.Value), new(BrokerCrmName, broker.Crm.Name.Value)];

    /// <summary>The same for the trace that is under way, if anybody listens (BID-10).</summary>
    private static void Tag(Crm crm, BrokerEntity? broker)
    {
        if (Activity.Current is { IsAllDataRequested: true } activity)
        {
            activity.SetTag(CrmTag, crm.Name.Value);
            activity.SetTag(BrokerTag, broker?.Name.Value);
        }
    }
}

namespace Drawbridge.Broker.Hosting;

/// <summary>Settings of the host, under <c>Drawbridge:Host</c>.</summary>
public sealed class BrokerHostOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Host";

    /// <summary>Time between two rounds of removing tokens that ended. Default one hour.</summary>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromHours(1);
}

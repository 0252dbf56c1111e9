namespace Drawbridge.Broker.SandboxProvider;

/// <summary>Settings of the payment provider for development, under <c>Drawbridge:SandboxProvider</c>. It moves no money: never where traders pay.</summary>
public sealed class SandboxOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:SandboxProvider";

    /// <summary>Whether there is such a provider, by the name <c>sandbox</c>. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>How long it takes until it says something that it is said to say later. Default 20 seconds.</summary>
    public TimeSpan Later { get; set; } = TimeSpan.FromSeconds(20);
}

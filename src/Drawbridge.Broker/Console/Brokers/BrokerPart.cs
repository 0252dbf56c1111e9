using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>A part of a broker's settings that has a form of its own.</summary>
/// <param name="Name">As addresses and forms call it.</param>
/// <param name="Fill">Puts settings into fields.</param>
/// <param name="Apply">The broker as the fields say; what cannot be read is told at its field. What no field has stays.</param>
/// <param name="FieldOf">The field that a rule's key is about, null = none.</param>
internal sealed record BrokerPart(
    string Name, Action<BrokerSettings, Dictionary<string, string>> Fill, Func<BrokerForm, BrokerConfiguration, FormErrors, BrokerConfiguration> Apply, Func<BrokerForm, string, string?> FieldOf)
{
    /// <summary>What brokers are asked for most: identity, modules, platform, look, addresses.</summary>
    public static readonly BrokerPart Common = new("edit", CommonFields.Fill, CommonFields.Apply, CommonFields.FieldOf);

    /// <summary>What traders agree to.</summary>
    public static readonly BrokerPart Agreements = new("agreements", AgreementFields.Fill, AgreementFields.Apply, AgreementFields.FieldOf);

    /// <summary>How traders pay in and out.</summary>
    public static readonly BrokerPart Methods = new("methods", MethodFields.Fill, MethodFields.Apply, MethodFields.FieldOf);

    public static IReadOnlyList<BrokerPart> All { get; } = [Common, Agreements, Methods];

    /// <summary>The part of a name; the common one when there is none of it.</summary>
    public static BrokerPart Of(string? name) => All.FirstOrDefault(part => part.Name == name) ?? Common;
}

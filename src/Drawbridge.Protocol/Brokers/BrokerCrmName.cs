using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Brokers;

/// <summary><c>brokerCrmName</c>: unique name of a CRM, shared by the brokers that use it (BID-1).</summary>
/// <remarks>Compared exactly and case-sensitively (BID-14); URL-safe characters only (BID-15).</remarks>
[JsonConverter(typeof(BrokerIdentifierConverter<BrokerCrmName>))]
public readonly record struct BrokerCrmName : IBrokerIdentifier<BrokerCrmName>
{
    private readonly string? _value;

    private BrokerCrmName(string value) => _value = value;

    /// <summary>The name as the platform operator assigned it.</summary>
    public string Value => _value ?? throw new InvalidOperationException("The name was never set.");

    /// <summary>False when empty, longer than 128 characters or not made of RFC 3986 unreserved characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BrokerCrmName name)
    {
        name = BrokerIdentifierText.IsValid(text) ? new(text) : default;
        return name._value is not null;
    }

    /// <summary>The name, or an error that says what is wrong with it.</summary>
    /// <exception cref="FormatException">The text is not a valid name.</exception>
    public static BrokerCrmName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException("A brokerCrmName has 1 to 128 characters: letters, digits, '-', '.', '_', '~'.");

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

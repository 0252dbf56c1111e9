using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Brokers;

/// <summary><c>brokerName</c>: unique name of one broker or white label (BID-2).</summary>
/// <remarks>Compared exactly and case-sensitively (BID-14); URL-safe characters only (BID-15).</remarks>
[JsonConverter(typeof(BrokerIdentifierConverter<BrokerName>))]
public readonly record struct BrokerName : IBrokerIdentifier<BrokerName>
{
    private readonly string? _value;

    private BrokerName(string value) => _value = value;

    /// <summary>The name as the platform operator assigned it.</summary>
    public string Value => _value ?? throw new InvalidOperationException("The name was never set.");

    /// <summary>False when empty, longer than 128 characters or not made of RFC 3986 unreserved characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BrokerName name)
    {
        name = BrokerIdentifierText.IsValid(text) ? new(text) : default;
        return name._value is not null;
    }

    /// <summary>The name, or an error that says what is wrong with it.</summary>
    /// <exception cref="FormatException">The text is not a valid name.</exception>
    public static BrokerName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException("A brokerName has 1 to 128 characters: letters, digits, '-', '.', '_', '~'.");

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

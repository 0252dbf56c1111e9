using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.SandboxProvider;

/// <summary>A payment at the provider for development.</summary>
internal sealed class SandboxPayment
{
    public string ProviderReference { get; init; } = "";

    public string Reference { get; init; } = "";

    public int Kind { get; init; }

    public long Amount { get; init; }

    public int MoneyDigits { get; init; }

    public string Currency { get; init; } = "";

    public string Status { get; init; } = "";

    public string? ReturnUrl { get; init; }

    public MoneyAmount Money => new(Amount, MoneyDigits);

    /// <summary>What the last two digits of the amount choose.</summary>
    public SandboxScenario Scenario => MoneyDigits < 2 ? SandboxScenario.Success : (SandboxScenario)(Amount / Scale % 100) switch
    {
        var chosen and >= SandboxScenario.Decline and <= SandboxScenario.OutOfOrder => chosen,
        _ => SandboxScenario.Success,
    };

    private long Scale => (long)Math.Pow(10, MoneyDigits - 2);
}

/// <summary>What happens to a payment, by the cents of its amount: 100.03 stays pending for a while.</summary>
internal enum SandboxScenario
{
    /// <summary>It succeeds.</summary>
    Success = 0,

    /// <summary>It is declined.</summary>
    Decline = 1,

    /// <summary>The bank asks first, as with 3-D Secure.</summary>
    Secure = 2,

    /// <summary>It succeeds later.</summary>
    Pending = 3,

    /// <summary>Nobody pays in time.</summary>
    Expiry = 4,

    /// <summary>It succeeds, and is told three times.</summary>
    Duplicate = 5,

    /// <summary>It is told that it failed after it was told that it succeeded.</summary>
    OutOfOrder = 6,
}

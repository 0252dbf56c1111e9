namespace Drawbridge.Broker.Modules;

/// <summary>
/// Which modules a broker offers (MOD-14, MOD-15, MOD-41). Each is switched by itself and while everything runs; what it needs beside the switch, such as
/// payment methods, stays set up while it is off.
/// </summary>
public sealed record ModuleSettings
{
    /// <summary>Whether traders can begin to pay in. Default true.</summary>
    public bool Deposit { get; init; } = true;

    /// <summary>Whether traders can ask for money. Default true.</summary>
    public bool Withdrawal { get; init; } = true;

    /// <summary>Whether traders can prove who they are. Default true.</summary>
    public bool Kyc { get; init; } = true;

    /// <summary>Whether the broker's own actions open. Default true.</summary>
    public bool Actions { get; init; } = true;

    /// <summary>Whether traders can write to the broker. Default true.</summary>
    public bool Chat { get; init; } = true;

    /// <summary>Whether the client area has a page with cTrader Web in a frame, too (SCR-13, MOD-6). Needs <c>WebUrl</c>, whose site must allow it. Default false.</summary>
    public bool EmbeddedWeb { get; init; }

    /// <summary>Whether applications get ribbons. Null, the default: under single sign-on, which they come with (MOD-10).</summary>
    public bool? Ribbons { get; init; }

    /// <summary>Whether the <c>partnerId</c> of an address is kept with the user who signs up there. Default true.</summary>
    public bool Invite { get; init; } = true;

    /// <summary>The same with one module switched, and no other touched (MOD-14).</summary>
    public ModuleSettings With(Module module, bool isOn) => module switch
    {
        Module.Deposit => this with { Deposit = isOn },
        Module.Withdrawal => this with { Withdrawal = isOn },
        Module.Kyc => this with { Kyc = isOn },
        Module.Actions => this with { Actions = isOn },
        Module.Chat => this with { Chat = isOn },
        Module.EmbeddedWeb => this with { EmbeddedWeb = isOn },
        Module.Ribbons => this with { Ribbons = isOn },
        Module.Invite => this with { Invite = isOn },
        _ => throw new ArgumentOutOfRangeException(nameof(module)),
    };
}

namespace Drawbridge.Broker.Modules;

/// <summary>A part of the integration that a broker offers beside its identity option, or does not (MOD-1, MOD-6..9).</summary>
public enum Module
{
    /// <summary>Paying in (MOD-7, MOD-21).</summary>
    Deposit,

    /// <summary>Paying out (MOD-7, MOD-21).</summary>
    Withdrawal,

    /// <summary>Proving who one is (MOD-7, MOD-22).</summary>
    Kyc,

    /// <summary>Actions that the broker defines (MOD-7, MOD-23).</summary>
    Actions,

    /// <summary>Conversations with the broker (MOD-23).</summary>
    Chat,

    /// <summary>cTrader Web inside the client area (MOD-6, MOD-20).</summary>
    EmbeddedWeb,

    /// <summary>Notices inside the application (MOD-8, MOD-24).</summary>
    Ribbons,

    /// <summary>Attribution of users to partners (MOD-9, MOD-25).</summary>
    Invite,
}

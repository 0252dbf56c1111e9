using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>How somebody comes to a screen.</summary>
internal enum Entrance
{
    /// <summary>By its address alone.</summary>
    Open,

    /// <summary>From the application, with an OT token (SCR-27).</summary>
    Token,

    /// <summary>As somebody who is logged in to the client area.</summary>
    ClientArea,
}

/// <summary>A screen of the broker under test.</summary>
/// <param name="Id">As identifiers of cases write it.</param>
/// <param name="Name">As sentences write it, with an article.</param>
/// <param name="Path">Where the plan says that it is.</param>
/// <param name="Entrance">How somebody comes to it.</param>
/// <param name="Source">Requirement that says that it exists.</param>
internal sealed record BrokerScreen(string Id, string Name, Func<ScreenPlan, string> Path, Entrance Entrance, string Source)
{
    /// <summary>What a target must offer for there to be the screen.</summary>
    public IReadOnlyList<Capability> Needs { get; init; } = [Capability.Browser];

    /// <summary>What <c>firstLogin</c> is; null leaves it away.</summary>
    public string? FirstLogin { get; init; }

    public static BrokerScreen LogIn { get; } = new("log-in", "The log-in screen", static plan => plan.LogIn, Entrance.Open, "SCR-1")
    {
        FirstLogin = "false", Needs = [Capability.Browser, Capability.Sso],
    };

    public static BrokerScreen SignUp { get; } = LogIn with { Id = "sign-up", Name = "The sign-up screen", FirstLogin = "true" };

    public static BrokerScreen NewAccount { get; } = InApp("new-account", "The screen for a further account", static plan => plan.NewAccount, Capability.NewAccount, "SCR-2");

    public static BrokerScreen Deposit { get; } = InApp("deposit", "The deposit screen", static plan => plan.Deposit, Capability.Deposit, "SCR-3");

    public static BrokerScreen Withdrawal { get; } = InApp("withdrawal", "The withdrawal screen", static plan => plan.Withdrawal, Capability.Withdrawal, "SCR-4");

    public static BrokerScreen Kyc { get; } = InApp("kyc", "The KYC screen", static plan => plan.Kyc, Capability.Kyc, "SCR-5");

    public static BrokerScreen CustomAction { get; } = InApp("action", "The screen of custom actions", static plan => plan.CustomAction, Capability.CustomAction, "SCR-6");

    public static BrokerScreen Chat { get; } = InApp("chat", "The chat screen", static plan => plan.Chat, Capability.Chat, "SCR-7");

    public static BrokerScreen ChangePassword { get; } = InClientArea("password", "The screen that changes the password", static plan => plan.ChangePassword, Capability.ChangePassword, "SCR-8");

    public static BrokerScreen ChangeEmail { get; } = InClientArea("email", "The screen that changes the e-mail address", static plan => plan.ChangeEmail, Capability.ChangeEmail, "SCR-9");

    /// <summary>Log-in and sign-up.</summary>
    public static IReadOnlyList<BrokerScreen> Entry { get; } = [LogIn, SignUp];

    /// <summary>Those that the application opens with a token.</summary>
    public static IReadOnlyList<BrokerScreen> InApps { get; } = [NewAccount, Deposit, Withdrawal, Kyc, CustomAction, Chat];

    /// <summary>Those that the vendor's tests name (CONF-0-4).</summary>
    public static IReadOnlyList<BrokerScreen> Tested { get; } = [LogIn, SignUp, NewAccount, Deposit, Withdrawal, ChangePassword, ChangeEmail];

    public static IReadOnlyList<BrokerScreen> All { get; } = [.. Entry, .. InApps, ChangePassword, ChangeEmail];

    private static BrokerScreen InApp(string id, string name, Func<ScreenPlan, string> path, Capability capability, string source) =>
        new(id, name, path, Entrance.Token, source) { Needs = [Capability.Browser, Capability.Sso, capability] };

    private static BrokerScreen InClientArea(string id, string name, Func<ScreenPlan, string> path, Capability capability, string source) =>
        new(id, name, path, Entrance.ClientArea, source) { Needs = [Capability.Browser, Capability.Sso, capability] };
}

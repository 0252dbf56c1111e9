namespace Drawbridge.Conformance.Cases;

/// <summary>What a case needs of its target. A case whose needs the plan does not offer is skipped, with the names of what is missing.</summary>
public enum Capability
{
    /// <summary>The identity option SSO: the CRM is the identity provider (MOD-3).</summary>
    Sso,

    /// <summary>The identity option one-time-token handoff (MOD-4).</summary>
    Handoff,

    /// <summary>An in-app deposit screen.</summary>
    Deposit,

    /// <summary>An in-app withdrawal screen.</summary>
    Withdrawal,

    /// <summary>An in-app KYC screen.</summary>
    Kyc,

    /// <summary>An in-app screen of a custom action.</summary>
    CustomAction,

    /// <summary>An in-app chat screen.</summary>
    Chat,

    /// <summary>A screen that opens a further account.</summary>
    NewAccount,

    /// <summary>A screen that changes the password.</summary>
    ChangePassword,

    /// <summary>A screen that changes the e-mail address.</summary>
    ChangeEmail,

    /// <summary>Ribbons (call 3.9).</summary>
    Ribbons,

    /// <summary>cTrader Web inside the client area.</summary>
    EmbeddedWeb,

    /// <summary>The Invite module with its webhooks.</summary>
    Invite,

    /// <summary>A client area that the plan says the address of.</summary>
    ClientArea,

    /// <summary>Partners whom traders can be attributed to.</summary>
    Partners,

    /// <summary>A second trader to log in with.</summary>
    SecondUser,

    /// <summary>A second broker or white label in the same CRM, with a trader of its own.</summary>
    SecondBroker,

    /// <summary>A broker of another CRM on the same installation.</summary>
    OtherCrm,

    /// <summary>A broker that is disabled.</summary>
    DisabledBroker,

    /// <summary>Both names are mandatory (BID-21).</summary>
    RequiredIdentification,

    /// <summary>Both names may be left out (BID-23).</summary>
    OptionalIdentification,

    /// <summary>A place where the mails that the CRM sends can be read.</summary>
    Mail,

    /// <summary>A browser on this machine.</summary>
    Browser,

    /// <summary>Drawbridge's platform, whose journal shows the calls that the CRM makes.</summary>
    Platform,

    /// <summary>The CRM issues <c>inappToken</c>.</summary>
    InAppToken,

    /// <summary>Screens in more than one language.</summary>
    Languages,

    /// <summary>Screens in a light and a dark theme.</summary>
    Themes,

    /// <summary>Sessions of applications by <c>POST /app/api/sessions</c>, as Drawbridge's platform has them: how a log-in is started at a platform under test.</summary>
    AppSessions,

    /// <summary>The platform under test calls a CRM that the runner plays.</summary>
    PlayedCrm,

    /// <summary>A second manager, to whom a broker and a group are out of reach.</summary>
    LimitedManager,

    /// <summary>A manager with few writes an hour.</summary>
    WriteLimit,

    /// <summary>A deposit currency with eight decimals.</summary>
    PreciseCurrency,

    /// <summary>Lists of accounts short enough to be filled.</summary>
    ShortLists,
}

/// <summary>What a case shares with those that run beside it.</summary>
public enum CaseKind
{
    /// <summary>Calls only; any number at once.</summary>
    Api,

    /// <summary>A browser; as many at once as the machine has processors.</summary>
    Browser,

    /// <summary>Changes what others rely on: nothing else runs meanwhile.</summary>
    Alone,
}

/// <summary>The side that is looked at.</summary>
public enum Side
{
    /// <summary>The runner plays the platform.</summary>
    Broker,

    /// <summary>The runner plays the broker.</summary>
    Platform,
}

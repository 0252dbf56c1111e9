using Drawbridge.Conformance.Plans;

namespace Drawbridge.Cli.Conform.Plans;

/// <summary>From the file's words to the runner's.</summary>
internal static class PlanMapping
{
    /// <param name="file">Without faults.</param>
    /// <param name="folder">Where paths that are not absolute begin.</param>
    public static ConformancePlan Of(PlanFile file, string folder)
    {
        string? Full(string? path) => path is null ? null : Path.GetFullPath(path, folder);
        var limits = file.Limits ?? new();
        return new ConformancePlan
        {
            Name = file.Name,
            Broker = file.Broker is { } broker ? Of(broker, Full(broker.AuthorityFile)) : null,
            PlatformTarget = file.PlatformUnderTest is { } platform ? Of(platform, Full) : null,
            Platform = file.Platform is { } desk
                ? new PlatformDesk { Url = desk.Url, InstrumentKey = desk.InstrumentKey, VirtualTime = desk.VirtualTime, AuthorityFile = Full(desk.AuthorityFile) }
                : null,
            Screens = Of(file.Screens ?? new()),
            Mailbox = file.Mailbox,
            Skip = [.. file.Skip.Select(static one => new PlanException(one.Cases, one.Reason))],
            ExpectedFailures = [.. file.ExpectedFailures.Select(static one => new PlanException(one.Cases, one.Reason))],
            Strict = file.Strict,
            Limits = new PlanLimits { Case = TimeSpan.FromSeconds(limits.CaseSeconds), Call = TimeSpan.FromSeconds(limits.CallSeconds), Calls = limits.Calls, Tabs = limits.Tabs },
        };
    }

    private static BrokerTarget Of(BrokerPart broker, string? authorityFile) => new()
    {
        Url = new Uri(broker.Url.AbsoluteUri.TrimEnd('/')),
        Names = new(broker.BrokerName, broker.BrokerCrmName),
        CrmPassword = broker.CrmPassword,
        AuthorityFile = authorityFile,
        HttpPort = broker.HttpPort,
        SuccessUrl = broker.SuccessUrl,
        Users = [.. broker.Users.Select(Of)],
        HandoffUser = broker.HandoffUser is { } handoff ? new(handoff.TradingLogin, handoff.Password, handoff.ForeignLogin) : null,
        Invite = broker.Invite is { } invite ? new(invite.AttributionPath, invite.NewUserPath, invite.Token) : null,
        Second = broker.Second is { } second ? new(Of(second), second.User is { } user ? Of(user) : null, second.CrmPassword) : null,
        Other = broker.Other is { } other ? new(Of(other), other.CrmPassword) : null,
        Disabled = broker.Disabled is { } disabled ? Of(disabled) : null,
        Offers = broker.Offers.ToHashSet(),
        ForbiddenWords = broker.ForbiddenWords,
        LegalWords = broker.LegalWords,
    };

    private static PlatformTarget Of(PlatformPart platform, Func<string?, string?> full)
    {
        var defaults = new PlatformTarget { Url = platform.Url, Names = new(platform.BrokerName, platform.BrokerCrmName), ManagerLogin = platform.ManagerLogin, ManagerPassword = platform.ManagerPassword };
        return defaults with
        {
            AuthorityFile = full(platform.AuthorityFile),
            HttpPort = platform.HttpPort,
            Headers = platform.Headers,
            Other = platform.Other is { } other ? Of(other) : null,
            Handoff = platform.Handoff is { } handoff ? Of(handoff) : null,
            Limited = platform.Limited is { } limited ? new(limited.Login, limited.Password, limited.DeniedGroup, limited.DisabledBroker) : null,
            Throttled = platform.Throttled is { } throttled ? new(throttled.Login, throttled.Password, throttled.WritesPerHour) : null,
            PreciseCurrency = platform.PreciseCurrency,
            TradersPerList = platform.TradersPerList,
            EmailDomain = platform.EmailDomain ?? defaults.EmailDomain,
            AppSessions = platform.AppSessions,
            Invite = platform.Invite is { } invite ? new(invite.AttributionPath, invite.NewUserPath, invite.Token) : null,
            CrmPassword = platform.CrmPassword,
            CrmUrl = platform.CrmUrl,
            CrmCertificateFile = full(platform.CrmCertificateFile),
            Second = platform.Second is { } second ? Of(second) : null,
            EnvironmentName = platform.EnvironmentName ?? defaults.EnvironmentName,
            DepositCurrency = platform.DepositCurrency ?? defaults.DepositCurrency,
            GroupName = platform.GroupName,
        };
    }

    private static ScreenPlan Of(ScreenPart screens)
    {
        var defaults = new ScreenPlan();
        return new ScreenPlan
        {
            LogIn = screens.LogIn ?? defaults.LogIn,
            NewAccount = screens.NewAccount ?? defaults.NewAccount,
            Deposit = screens.Deposit ?? defaults.Deposit,
            Withdrawal = screens.Withdrawal ?? defaults.Withdrawal,
            Kyc = screens.Kyc ?? defaults.Kyc,
            CustomAction = screens.CustomAction ?? defaults.CustomAction,
            Chat = screens.Chat ?? defaults.Chat,
            ChangePassword = screens.ChangePassword ?? defaults.ChangePassword,
            ChangeEmail = screens.ChangeEmail ?? defaults.ChangeEmail,
            ClientArea = screens.ClientArea,
            Languages = screens.Languages ?? defaults.Languages,
            Themes = screens.Themes,
            OtherHosts = screens.OtherHosts,
            Selectors = screens.Selectors,
            Values = screens.Values,
        };
    }

    private static PlanUser Of(UserPart user) => new(user.Email, user.Password, user.UserId, user.Account);

    private static BrokerNames Of(NamesPart names) => new(names.BrokerName, names.BrokerCrmName);
}

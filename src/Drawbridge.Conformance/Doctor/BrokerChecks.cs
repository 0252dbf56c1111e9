using System.Globalization;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Doctor.PlanCheck;

namespace Drawbridge.Conformance.Doctor;

/// <summary>A plan that looks at a broker's side.</summary>
internal static class BrokerChecks
{
    private static readonly TimeSpan MuchSkew = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<PlanCheck> All { get; } =
    [
        New("address", "the broker's side is reached, and its certificate is trusted", AddressAsync).Quick,
        New("password", "call 4.1 takes the plan's password and names", static (run, cancellationToken) => PasswordAsync(run, run.Broker.Names, null, "crmPassword, brokerName and brokerCrmName", cancellationToken)).Quick,
        New("log-in screen", "the log-in screen is where the plan says", static (run, cancellationToken) => ScreenAsync(run, "logIn", run.Plan.Screens.LogIn, cancellationToken)).Quick,
        New("screens", "the screens of what is offered are where the plan says", ScreensAsync).Quick,
        New("browser", "a browser is here", static (_, _) =>
        {
            BrowserFinder.Get();
            return Task.CompletedTask;
        }).Quick,
        New("clock", "the clocks agree", ClockAsync).Advice,
        New("success URL", "the success page answers", SuccessUrlAsync).Advice,
        New("second broker", "call 4.1 takes the names of the second broker", static (run, cancellationToken) =>
            PasswordAsync(run, run.Broker.Second!.Names, run.Broker.Second.CrmPassword, "broker:second", cancellationToken), Capability.SecondBroker),
        New("other CRM", "call 4.1 takes password and names of the other CRM", static (run, cancellationToken) =>
            PasswordAsync(run, run.Broker.Other!.Names, run.Broker.Other.CrmPassword, "broker:other", cancellationToken), Capability.OtherCrm),
        New("traders", "every trader of the plan can log in", TradersAsync, Capability.Sso, Capability.Browser).InBrowser,
        New("mailbox", "mails can be read", MailboxAsync, Capability.Mail),
        New("platform", "Drawbridge's platform is reached, and its journal can be read", PlatformAsync, Capability.Platform),
        New("virtual time", "the broker's clock follows that of the platform", VirtualTimeAsync, Capability.Platform),
        New("calls seen", "the CRM calls the platform that the plan names", CallsAsync, Capability.Platform).Advice,
    ];

    private static async Task AddressAsync(CaseRun run, CancellationToken cancellationToken) =>
        await Tolerant(() => run.SendAsync("opens the address", new TargetRequest(HttpMethod.Get, run.Broker.Url) { ContentType = null }, cancellationToken), $"{run.Broker.Url.Authority} takes requests, and does not answer them");

    private static async Task PasswordAsync(CaseRun run, BrokerNames names, string? password, string settings, CancellationToken cancellationToken)
    {
        run.Secrets.Learn(password, "CRM password");
        var answer = await Tolerant(
            () => run.SendAsync("authenticates (4.1)", run.Crm.Authenticate(password, names), cancellationToken), "call 4.1 is not answered");
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        var code = answer.Text("code") is { Length: > 0 } said ? $" ({said})" : "";
        if (answer.Status is 401 or 403)
        {
            throw new ConfigurationFaultException($"call 4.1 refuses with {status}{code}", $"Correct {settings} in the plan: they must be what the CRM is configured with. Names are case-sensitive.");
        }

        if (answer.Status is 404 or 405 || answer.Status is >= 300 and < 400)
        {
            throw new ConfigurationFaultException(
                $"there is no call 4.1 at {run.Broker.Url.AbsoluteUri}: {status}", "Correct broker:url in the plan: /oauth2/crmapitoken follows it. If the address is right, the CRM lacks the call; begin there.");
        }
    }

    private static async Task ScreensAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var screens = run.Plan.Screens;
        (Capability Offer, string Name, string Path)[] all =
        [
            (Capability.Deposit, "deposit", screens.Deposit), (Capability.Withdrawal, "withdrawal", screens.Withdrawal), (Capability.Kyc, "kyc", screens.Kyc),
            (Capability.CustomAction, "customAction", screens.CustomAction), (Capability.Chat, "chat", screens.Chat), (Capability.NewAccount, "newAccount", screens.NewAccount),
            (Capability.ChangePassword, "changePassword", screens.ChangePassword), (Capability.ChangeEmail, "changeEmail", screens.ChangeEmail), (Capability.ClientArea, "clientArea", screens.ClientArea ?? ""),
        ];
        foreach (var (_, name, path) in all.Where(one => run.Offers(one.Offer)))
        {
            await ScreenAsync(run, name, path, cancellationToken);
        }
    }

    /// <summary>Without a token most screens refuse; what matters is that something is there.</summary>
    private static async Task ScreenAsync(CaseRun run, string name, string path, CancellationToken cancellationToken)
    {
        var url = ScreenAddress.Of(run.Broker, path, run.Broker.Names, []);
        var answer = await Tolerant(() => run.SendAsync($"opens {name}", new TargetRequest(HttpMethod.Get, url) { ContentType = null }, cancellationToken), $"the screen at {path} does not answer");
        if (answer.Status is 404 or 405 or >= 500)
        {
            throw new ConfigurationFaultException(
                $"the screen {name} answers {answer.Status.ToString(CultureInfo.InvariantCulture)} at {path}", $"Correct screens:{name} in the plan, or take {name} out of what the broker offers.");
        }
    }

    private static async Task ClockAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var answer = await Tolerant(() => run.SendAsync("asks for the time", new TargetRequest(HttpMethod.Get, run.Broker.Url) { ContentType = null }, cancellationToken), "nothing is answered");
        if (DateTimeOffset.TryParse(answer.Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && !run.Context.PassingTime.IsVirtual
            && (date - run.Context.Time.GetUtcNow()).Duration() is var skew && skew > MuchSkew)
        {
            throw new ConfigurationFaultException(
                $"its clock differs from ours by {skew.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s", "Set both clocks by NTP: one-time tokens live for 60 seconds.");
        }
    }

    private static async Task SuccessUrlAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var answer = await Tolerant(
            () => run.SendAsync("opens the success page", new TargetRequest(HttpMethod.Get, run.Broker.SuccessUrl) { ContentType = null }, cancellationToken), "the success page does not answer");
        if (answer.Status >= 400)
        {
            throw new ConfigurationFaultException($"the success page answers {answer.Status.ToString(CultureInfo.InvariantCulture)}", "Correct broker:successUrl in the plan, unless its page is open to log-ins only.");
        }
    }

    private static async Task TradersAsync(CaseRun run, CancellationToken cancellationToken)
    {
        for (var index = 0; index < run.Broker.Users.Count; index++)
        {
            await run.Crm.UserAsync(cancellationToken, index);
        }

        if (run.Broker.Second?.User is not null)
        {
            await run.Crm.SecondBrokersUserAsync(cancellationToken);
        }
    }

    private static async Task MailboxAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var email = run.Broker.Users.Count > 0 ? run.Broker.Users[0].Email : "nobody@example.com";
        var url = new Uri(run.Plan.Mailbox!.Replace("{email}", Uri.EscapeDataString(email), StringComparison.Ordinal));
        var answer = await Tolerant(() => run.SendAsync("reads the mailbox", new TargetRequest(HttpMethod.Get, url) { ContentType = null }, cancellationToken), "the mailbox does not answer");
        if (answer.Status != 200)
        {
            throw new ConfigurationFaultException($"the mailbox answers {answer.Status.ToString(CultureInfo.InvariantCulture)}", "Correct mailbox in the plan: with a person's address in place of {email} it must answer with their mails.");
        }
    }

    private static async Task PlatformAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var answer = await DeskAsync(run, "journal?limit=1", cancellationToken);
        if (!answer.IsSuccess)
        {
            throw new ConfigurationFaultException(
                $"its journal answers {answer.Status.ToString(CultureInfo.InvariantCulture)}",
                answer.Status == 401 ? "Correct platform:instrumentKey in the plan." : "Correct platform:url in the plan: it must be a platform of Drawbridge with its instrument switched on.");
        }
    }

    private static async Task VirtualTimeAsync(CaseRun run, CancellationToken cancellationToken)
    {
        if (run.Plan.Platform is not { VirtualTime: true })
        {
            throw new NotOfferedException("virtual time");
        }

        if ((await DeskAsync(run, "clock", cancellationToken)).Json is { } clock && !(clock.TryGetProperty("crmFollows", out var follows) && follows.GetBoolean()))
        {
            throw new ConfigurationFaultException("the platform does not move the broker's clock", "Take virtualTime out of the plan: it is for a broker that 'drawbridge up' runs beside the platform. The run then waits as long as it takes.");
        }
    }

    private static async Task CallsAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var answer = await DeskAsync(run, $"journal?limit=1&brokerName={Uri.EscapeDataString(run.Broker.Names.BrokerName)}&direction=in", cancellationToken);
        if (answer.IsSuccess && !answer.Body.Contains("\"id\"", StringComparison.Ordinal))
        {
            throw new ConfigurationFaultException(
                "the journal has no call of this broker", "If nobody has signed up yet that is as it should be; otherwise set the CRM's address of the platform to platform:url of the plan.");
        }
    }

    private static Task<Answer> DeskAsync(CaseRun run, string path, CancellationToken cancellationToken)
    {
        var desk = run.Plan.Platform!;
        run.Secrets.Learn(desk.InstrumentKey, "instrument key");
        var request = new TargetRequest(HttpMethod.Get, new Uri(desk.Url, $"/instrument/api/{path}")) { ContentType = null };
        return Tolerant(() => run.SendAsync("looks at the platform", desk.InstrumentKey is { } key ? request.WithHeader("Authorization", $"Bearer {key}") : request, cancellationToken), "the platform does not answer");
    }

    /// <summary>Here a target that does not answer is a fault of the surroundings.</summary>
    internal static async Task<Answer> Tolerant(Func<Task<Answer>> send, string fault)
    {
        try
        {
            return await send();
        }
        catch (NonconformityException e)
        {
            throw new ConfigurationFaultException($"{fault} ({e.Received})", "Look at the server's log, and whether the address in the plan is the right one.");
        }
    }
}

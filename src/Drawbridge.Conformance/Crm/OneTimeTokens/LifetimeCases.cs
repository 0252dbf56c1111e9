using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.OneTimeTokens;

/// <summary>An OT token lives for a minute. Each case has a <c>crmApiToken</c> of its own, because time passes.</summary>
internal static class LifetimeCases
{
    /// <summary>Where time passes as it does, the calls themselves take some of it.</summary>
    private static readonly TimeSpan JustBeforeOnTheWay = TimeSpan.FromSeconds(57);

    private static readonly TimeSpan After = TimeSpan.FromSeconds(61);

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.7/valid-within-a-minute",
            Title = "An OT token can still be exchanged just before its minute is over",
            Requirement = Must("CONF-6.1.7-1"),
            Also = [Must("P2B-OT-2")],
            Waits = JustBeforeOnTheWay,
            Remedy = "Let OT tokens live for exactly 60 seconds: the application may take most of them to load.",
            RunAsync = static async (run, cancellationToken) =>
                (await LaterAsync(run, JustBeforeOnTheWay, cancellationToken)).MustHaveStatus(200),
        },
        new()
        {
            Id = "api/6.1.7/expires-after-a-minute",
            Title = "An OT token cannot be exchanged one minute after it was generated",
            Requirement = Must("CONF-6.1.7-2"),
            Also = [Must("P2B-OT-2"), Must("P2B-0-12")],
            Waits = After,
            Remedy = "Store when each OT token was generated, and refuse it from 60 seconds on.",
            RunAsync = static async (run, cancellationToken) => (await LaterAsync(run, After, cancellationToken)).MustBeRefusedEmptyHanded(),
        },
        new()
        {
            Id = "api/6.1.7/log-in-token-expires-after-a-minute",
            Title = "The OT token of a log-in cannot be exchanged one minute later",
            Requirement = Must("CONF-6.1.7-2"),
            Also = [Must("P2B-OT-2")],
            Waits = After,
            Remedy = "Give the OT tokens of the success page the same life of 60 seconds as those of call 4.4.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var token = await run.Crm.NewTokenAsync(cancellationToken);
                var code = await run.Crm.LogInAsync(run.Crm.Trader(), run.Broker.Names, keepLoggedIn: true, cancellationToken);
                await run.WaitAsync(After, cancellationToken);
                (await run.Crm.ExchangeAsync(token, code, cancellationToken)).MustBeRefusedEmptyHanded();
            },
        },
        new()
        {
            Id = "api/6.1.7/log-in-token-valid-within-a-minute",
            Title = "The OT token of a log-in can still be exchanged just before its minute is over",
            Requirement = Must("SCR-57"),
            Also = [Must("P2B-OT-2")],
            Waits = JustBeforeOnTheWay,
            Remedy = "Generate the OT token of the success page right before the redirect, not when the form is shown: the whole minute belongs to the application.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var token = await run.Crm.NewTokenAsync(cancellationToken);
                var code = await run.Crm.LogInAsync(run.Crm.Trader(), run.Broker.Names, keepLoggedIn: true, cancellationToken);
                await run.WaitAsync(JustBeforeOnTheWay, cancellationToken);
                (await run.Crm.ExchangeAsync(token, code, cancellationToken)).MustHaveStatus(200);
            },
        },
        new()
        {
            Id = "api/4.2/expired",
            Title = "Call 4.2 with an expired OT token answers 410 CID_TOKEN_EXPIRED",
            Requirement = Must("P2B-4.2-9"),
            Also = [Must("ERR-15")],
            Waits = After,
            Remedy = "Keep the record of a token that ran out for a day, so that it can be told from an unknown one: 410 CID_TOKEN_EXPIRED.",
            RunAsync = static async (run, cancellationToken) => (await LaterAsync(run, After, cancellationToken)).MustBeRefused(410, CrmErrorCode.TokenExpired),
        },
        new()
        {
            Id = "api/4.2/used-wins-over-expired",
            Title = "An OT token that was used answers 404 also after its minute is over",
            Requirement = Must("P2B-OT-9").Inferred,
            Waits = After,
            Remedy = "Look first whether the token was used (404), then whether it ran out (410).",
            RunAsync = static async (run, cancellationToken) =>
            {
                var token = await run.Crm.NewTokenAsync(cancellationToken);
                var code = await run.Crm.NewOneTimeTokenAsync(token, await run.Crm.UserAsync(cancellationToken), cancellationToken);
                await run.Crm.ExchangeAsync(token, code, cancellationToken);
                await run.WaitAsync(After, cancellationToken);
                (await run.Crm.ExchangeAsync(token, code, cancellationToken)).MustHaveStatus(404);
            },
        },
    ];

    private static async Task<Answer> LaterAsync(CaseRun run, TimeSpan time, CancellationToken cancellationToken)
    {
        var token = await run.Crm.NewTokenAsync(cancellationToken);
        var code = await run.Crm.NewOneTimeTokenAsync(token, await run.Crm.UserAsync(cancellationToken), cancellationToken);
        await run.WaitAsync(time, cancellationToken);
        return await run.Crm.ExchangeAsync(token, code, cancellationToken);
    }
}

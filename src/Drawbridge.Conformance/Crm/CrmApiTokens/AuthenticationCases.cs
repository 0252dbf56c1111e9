using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.CrmApiTokens;

/// <summary>Call 4.1, and how long its token lives.</summary>
internal static class AuthenticationCases
{
    private const int Sample = 8;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.1/valid-password",
            Title = "Call 4.1 with the right password answers 200 with a crmApiToken",
            Requirement = Must("CONF-6.1.1-1"),
            Also = [Must("P2B-4.1-1"), Must("P2B-4.1-3"), Must("P2B-4.1-4")],
            Remedy = "Answer 200 with {\"crmApiToken\":\"…\"} when the password in the body is the one that was agreed with the platform operator.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("authenticates with the right password", run.Crm.Authenticate(), cancellationToken)).MustHaveStatus(200).MustHaveText("crmApiToken"),
        },
        new()
        {
            Id = "api/6.1.1/invalid-password",
            Title = "Call 4.1 with a wrong password answers 403 and gives no crmApiToken",
            Requirement = Must("CONF-6.1.1-2"),
            Also = [Must("P2B-4.1-5"), Must("P2B-0-12")],
            Kind = CaseKind.Alone,
            Remedy = "Compare the password in the body with the agreed one and answer 403 CH_CLIENT_AUTH_FAILURE, without a crmApiToken, when they differ.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("authenticates with a wrong password", run.Crm.Authenticate(password: "not-the-password-of-anybody"), cancellationToken))
                    .MustBeRefused(403, CrmErrorCode.ClientAuthFailure).MustGiveNothing(),
        },
        new()
        {
            Id = "api/4.1/never-repeated",
            Title = "Every call 4.1 gives another crmApiToken",
            Requirement = Must("P2B-CT-2"),
            Also = [Must("P2B-4.1-3")],
            Remedy = "Generate a new crmApiToken for every call 4.1 instead of returning the one that is still valid.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var given = new HashSet<string>(StringComparer.Ordinal);
                for (var i = 0; i < Sample; i++)
                {
                    Check.That(given.Add(await run.Crm.NewTokenAsync(cancellationToken)), "a new crmApiToken from every call", $"one that an earlier call had given (call {i + 1} of {Sample})");
                }
            },
        },
        new()
        {
            Id = "api/4.1/earlier-token-stays-valid",
            Title = "A crmApiToken stays valid when another one is issued",
            Requirement = Must("P2B-CT-3").Inferred,
            Remedy = "Keep earlier crmApiTokens until their own week is over: the platform runs on several machines, each with a token of its own.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var user = await run.Crm.UserAsync(cancellationToken);
                var earlier = await run.Crm.NewTokenAsync(cancellationToken);
                await run.Crm.NewTokenAsync(cancellationToken);
                (await run.AskAsync("generates an OT token (4.4) with the earlier crmApiToken", run.Crm.Generate(earlier, user.UserId, user.InAppToken), cancellationToken)).MustSucceed();
            },
        },
        new()
        {
            Id = "api/4.1/valid-for-a-week",
            Title = "A crmApiToken is still valid after a week",
            Requirement = Must("P2B-CT-1"),
            Kind = CaseKind.Alone,
            Waits = Week,
            Remedy = "Let a crmApiToken live for at least seven days: the platform asks for a new one once a week.",
            RunAsync = static async (run, cancellationToken) =>
            {
                if (!run.Context.PassingTime.IsVirtual)
                {
                    throw new NotOfferedException("a clock that can be put forward by a week");
                }

                var token = await run.Crm.NewTokenAsync(cancellationToken);
                try
                {
                    await run.WaitAsync(Week, cancellationToken);
                    var code = await run.Crm.LogInAsync(run.Crm.Trader(), run.Broker.Names, keepLoggedIn: false, cancellationToken);
                    (await run.Crm.ExchangeAsync(token, code, cancellationToken)).MustSucceed();
                }
                finally
                {
                    run.Crm.ForgetTokens();
                }
            },
        },
    ];

    /// <summary>A moment less, because the token is a moment older than the wait.</summary>
    private static TimeSpan Week => TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);
}

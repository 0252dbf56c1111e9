using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.OneTimeTokens;

/// <summary>An OT token can be exchanged once.</summary>
internal static class OnceCases
{
    private const int AtOnce = 16;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/4.2/used-gives-nothing",
            Title = "An OT token that was exchanged cannot be exchanged again",
            Requirement = Must("P2B-OT-3"),
            Also = [Must("P2B-4.2-10"), Must("P2B-0-12")],
            Remedy = "Mark an OT token as used in the same statement that reads it, and refuse it from then on.",
            RunAsync = static async (run, cancellationToken) => (await UsedAsync(run, cancellationToken)).MustBeRefusedEmptyHanded(),
        },
        new()
        {
            Id = "api/4.2/used",
            Title = "Call 4.2 with an OT token that was exchanged before answers 404",
            Requirement = Must("P2B-4.2-8"),
            Also = [Must("ERR-12"), Must("P2B-OT-9").Inferred],
            Remedy = "Answer 404 when the OT token was used before; 410 is for tokens that ran out unused.",
            RunAsync = static async (run, cancellationToken) => (await UsedAsync(run, cancellationToken)).MustHaveStatus(404),
        },
        new()
        {
            Id = "api/4.2/race",
            Title = $"Of {AtOnce} exchanges of one OT token at the same time exactly one succeeds",
            Requirement = Must("P2B-OT-3"),
            Remedy = "Take the token in one atomic statement, such as update … set used = true where value = … and not used, and look at the number of rows; a read followed by a write lets two callers through.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var answers = await RaceAsync(run, cancellationToken);
                var won = answers.Count(static answer => answer.IsSuccess);
                Check.That(won == 1, $"1 success of {AtOnce}", $"{won}");
            },
        },
        new()
        {
            Id = "api/4.2/race-losers",
            Title = "Exchanges that lose a race for one OT token answer 404 and give nothing",
            Requirement = Must("P2B-4.2-8"),
            Also = [Must("P2B-0-12"), Must("P2B-OT-3")],
            Remedy = "Treat a token that another request takes at the same moment as used: 404, not 500 or 409.",
            RunAsync = static async (run, cancellationToken) =>
            {
                foreach (var lost in (await RaceAsync(run, cancellationToken)).Where(static answer => !answer.IsSuccess))
                {
                    lost.MustHaveStatus(404).MustGiveNothing();
                }
            },
        },
        new()
        {
            Id = "api/4.2/refused-crmApiToken-keeps-code",
            Title = "An exchange that is refused for its crmApiToken does not use up the OT token",
            Requirement = Must("P2B-4.2-10").Inferred,
            Remedy = "Check crmApiToken before the OT token is touched: otherwise anybody can make tokens useless.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var (token, code) = (await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken));
                await run.Crm.ExchangeAsync(Altered.TokenLike(token), code, cancellationToken);
                (await run.Crm.ExchangeAsync(token, code, cancellationToken)).MustHaveStatus(200);
            },
        },
        new()
        {
            Id = "api/4.2/refused-names-keep-code",
            Title = "An exchange that is refused for its broker names does not use up the OT token",
            Requirement = Must("P2B-4.2-10").Inferred,
            Remedy = "Check brokerName and brokerCrmName before the OT token is touched.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var (token, code) = (await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken));
                await run.Crm.ExchangeAsync(token, code, cancellationToken, run.Broker.Names with { BrokerName = "nobody-of-this-name" });
                (await run.Crm.ExchangeAsync(token, code, cancellationToken)).MustHaveStatus(200);
            },
        },
    ];

    /// <summary>The second of two exchanges.</summary>
    private static async Task<Answer> UsedAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var (token, code) = (await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken));
        await run.Crm.ExchangeAsync(token, code, cancellationToken);
        return await run.Crm.ExchangeAsync(token, code, cancellationToken);
    }

    private static async Task<Answer[]> RaceAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var (token, code) = (await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken));
        return await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => run.Crm.ExchangeAsync(token, code, cancellationToken)));
    }
}

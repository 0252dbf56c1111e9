using Drawbridge.Broker.Accounts;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>What became of the search for an account. Closed family.</summary>
internal abstract record TraderSearchResult
{
    private TraderSearchResult()
    {
    }

    public sealed record Found(long Login) : TraderSearchResult;

    public sealed record Absent : TraderSearchResult;

    public sealed record Failed(StepOutcome Outcome) : TraderSearchResult;
}

/// <summary>Looks for an account by the reference in its description, among those registered since it was first sent.</summary>
internal sealed class TraderSearch(IOptions<OnboardingOptions> options)
{
    private static readonly string[] Fields = ["description"];

    /// <param name="platform">Where to look.</param>
    /// <param name="opening">What was sent.</param>
    /// <param name="settledAt">Nothing of it arrives later.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<TraderSearchResult> FindAsync(
        PlatformClient platform, AccountOpening opening, DateTimeOffset settledAt, CancellationToken cancellationToken)
    {
        var from = (opening.FirstSentAt ?? settledAt) - options.Value.ClockSkew;
        var to = settledAt + options.Value.ClockSkew;
        while (true)
        {
            var result = await platform.ListTradersAsync(new TraderQuery(from, to) { Fields = Fields }, cancellationToken);
            if (result is not PlatformResult<TraderListResponse>.Answered { Value: var page })
            {
                return new TraderSearchResult.Failed(StepOutcome.Of(result));
            }

            var match = page.Trader
                .Where(trader => trader.Description?.Contains(opening.Reference, StringComparison.Ordinal) == true)
                .MinBy(trader => trader.RegistrationTimestamp);
            if (match is not null)
            {
                return new TraderSearchResult.Found(match.Login);
            }

            // WS-55, WS-56: the rest is older than what came.
            var earliest = page.Trader.Count == 0 ? to : DateTimeOffset.FromUnixTimeMilliseconds(page.Trader.Min(trader => trader.RegistrationTimestamp));
            if (!page.HasMore || earliest <= from)
            {
                return new TraderSearchResult.Absent();
            }

            if (earliest >= to)
            {
                return new TraderSearchResult.Failed(new StepOutcome.Later("the list of accounts does not end"));
            }

            to = earliest;
        }
    }
}

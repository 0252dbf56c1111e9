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
        var query = new TraderQuery(from, settledAt + options.Value.ClockSkew) { Fields = Fields };
        await foreach (var result in platform.Traders.ListAsync(query, cancellationToken))
        {
            if (result is not PlatformResult<IReadOnlyList<TraderEntity>>.Answered { Value: var page })
            {
                return new TraderSearchResult.Failed(StepOutcome.Of(result));
            }

            var match = page
                .Where(trader => trader.Description?.Contains(opening.Reference, StringComparison.Ordinal) == true)
                .MinBy(trader => trader.RegistrationTimestamp);
            if (match is not null)
            {
                return new TraderSearchResult.Found(match.Login);
            }
        }

        return new TraderSearchResult.Absent();
    }
}

using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Client.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons.Delivery;

/// <summary>
/// Sends one user's set by call 3.9 (FLOW-RIBBON-2). The call puts the whole set in the place of what was there (B2P-3.9-17), so sending it again brings about the same and
/// settles a call of which nobody knows whether it arrived.
/// </summary>
internal sealed class RibbonSender(RibbonSetStore sets, BrokerPlatform platform, IOptions<RibbonOptions> options, ILogger<RibbonSender> log)
{
    // Money and logins go first: a set that would have to wait longer for the hourly limit gives its turn back, and is the newest when it gets the next.
    private static readonly CallTerms Terms = CallTerms.Bulk with { LongestWait = TimeSpan.FromSeconds(2) };

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    /// <summary>Longer than a call with its wait can take.</summary>
    private TimeSpan Lease => options.Value.SettleAfter;

    /// <summary>Sends the first that is due. Null when there is none, else how long to leave the platform alone afterwards.</summary>
    public async Task<TimeSpan?> SendOneAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        switch (await sets.ClaimAsync(broker.Id, Lease, cancellationToken))
        {
            case ClaimResult.Claimed { Claim: var claim }:
                // How it ended is written down even when the node is asked to stop.
                return await SettleAsync(broker, claim, await SendAsync(broker, claim, cancellationToken));
            case ClaimResult.Outdated:
                return TimeSpan.Zero;
            default:
                return null;
        }
    }

    private async Task<PlatformResult<NoContent>> SendAsync(BrokerEntity broker, RibbonClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            var controls = (await platform.ForAsync(broker, cancellationToken)).With(Terms).InAppControls;
            var set = RibbonSet.Parse(claim.Ribbons);
            return set.Ribbons.Count == 0
                ? await controls.ClearAsync(claim.CtraderUserId, cancellationToken) // FLOW-RIBBON-7
                : await controls.ReplaceAsync(claim.CtraderUserId, [.. set.Ribbons.Select(static one => one.Ribbon)], cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new PlatformResult<NoContent>.Ambiguous("The node was stopped.");
        }
    }

    private async Task<TimeSpan> SettleAsync(BrokerEntity broker, RibbonClaim claim, PlatformResult<NoContent> result)
    {
        switch (result)
        {
            case PlatformResult<NoContent>.Answered:
                await sets.ConfirmAsync(claim, options.Value.SettleAfter, CancellationToken.None);
                return TimeSpan.Zero;
            case PlatformResult<NoContent>.NotSent notSent:
                var pause = notSent.RetryAfter ?? options.Value.RetryAfter;
                await sets.GiveBackAsync(claim, notSent.RetryAfter is null ? PauseAfter(claim.Attempts) : TimeSpan.Zero, CancellationToken.None);
                return pause < LongestStop ? pause : LongestStop;
            case PlatformResult<NoContent>.Ambiguous ambiguous:
                await sets.DoubtAsync(claim, options.Value.SettleAfter, CancellationToken.None);
                RibbonLog.InDoubt(log, broker.Name.Value, broker.Crm.Name.Value, claim.CtraderUserId, ambiguous.Reason);
                return TimeSpan.Zero;
            case PlatformResult<NoContent>.Refused { Status: 401 or 408 or 429 or >= 500 } later:
                await sets.RetryAsync(claim, FailureOf(later), later.RetryAfter ?? PauseAfter(claim.Attempts), CancellationToken.None);
                return later.Status == 429 ? LongestStop : TimeSpan.Zero; // ERR-25
            case PlatformResult<NoContent>.Refused no:
                await sets.FailAsync(claim, FailureOf(no), CancellationToken.None);
                RibbonLog.Refused(log, broker.Name.Value, broker.Crm.Name.Value, claim.CtraderUserId, FailureOf(no));
                return TimeSpan.Zero;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string FailureOf(PlatformResult<NoContent>.Refused refused) => refused.ErrorCode ?? refused.Status.ToString(CultureInfo.InvariantCulture);

    private TimeSpan PauseAfter(int attempts)
    {
        var pause = options.Value.RetryAfter.TotalMilliseconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        return TimeSpan.FromMilliseconds(Math.Min(pause, LongestPause.TotalMilliseconds));
    }
}

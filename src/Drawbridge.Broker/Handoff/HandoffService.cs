using System.Net;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Throttling;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Handoff;

/// <summary>Redeems tokens of the platform, from here and never from the browser (FLOW-HANDOFF-5), and says who came (FLOW-HANDOFF-6).</summary>
internal sealed class HandoffService(
    BrokerPlatform platforms, HandoffUsers users, HandoffAccounts accounts, Throttle throttle, ILogger<HandoffService> log)
{
    /// <param name="broker">The broker whose screen was opened.</param>
    /// <param name="token">The token of the address. It is used up by the platform's answer.</param>
    /// <param name="address">Where the browser is.</param>
    /// <param name="cancellationToken">Stops waiting; the token may be used up.</param>
    public async Task<HandoffResult> RedeemAsync(BrokerEntity broker, OneTimeToken token, IPAddress? address, CancellationToken cancellationToken)
    {
        var rules = throttle.HandoffRules(broker, address);
        if (await throttle.CountAsync(rules, cancellationToken) is { } wait)
        {
            HandoffLog.NotRedeemed(log, broker.Name.Value, broker.Crm.Name.Value, "too many unknown tokens from one address");
            return new HandoffResult.Away(wait);
        }

        var platform = await platforms.ForAsync(broker, cancellationToken);
        var result = await platform.Handoff.RedeemAsync(token, cancellationToken);
        if (result is PlatformResult<RedeemResponse>.Refused { Status: StatusCodes.Status404NotFound })
        {
            return new HandoffResult.LinkExpired();
        }

        await throttle.ForgiveAsync(rules, cancellationToken);
        return result is PlatformResult<RedeemResponse>.Answered { Value: var redeemed }
            ? await LetInAsync(platform, broker, redeemed, cancellationToken)
            : Explain(broker, result);
    }

    private async Task<HandoffResult> LetInAsync(PlatformClient platform, BrokerEntity broker, RedeemResponse redeemed, CancellationToken cancellationToken)
    {
        var user = await users.FindLinkedAsync(broker, redeemed.UserId, cancellationToken);
        if (user is not null && await accounts.IsKnownAsync(broker, user, redeemed.TradingLogin, cancellationToken))
        {
            return new HandoffResult.Known(user, redeemed.TradingLogin);
        }

        if (await platform.Traders.GetAsync(redeemed.TradingLogin, cancellationToken) is not PlatformResult<TraderEntity>.Answered { Value: var trader })
        {
            HandoffLog.NotRedeemed(log, broker.Name.Value, broker.Crm.Name.Value, "the platform does not tell the account");
            return new HandoffResult.Away(RetryAfter: null);
        }

        // One manager may reach several brokers, so a token of any of them is redeemed (BID-28, BID-44).
        if (trader.BrokerName != broker.Name.Value)
        {
            return new HandoffResult.OtherBroker();
        }

        user ??= await users.LinkAsync(broker, redeemed, cancellationToken);
        return user is null ? new HandoffResult.NotRegistered()
            : await accounts.TryAddAsync(broker, user, trader, cancellationToken) ? new HandoffResult.Known(user, trader.Login)
            : new HandoffResult.Misconfigured();
    }

    /// <summary>FLOW-HANDOFF-7. A refused manager token was replaced and the call repeated once before it came to this (B2P-0-10).</summary>
    private HandoffResult Explain(BrokerEntity broker, PlatformResult<RedeemResponse> result)
    {
        switch (result)
        {
            case PlatformResult<RedeemResponse>.Refused { Status: StatusCodes.Status429TooManyRequests } busy:
                HandoffLog.NotRedeemed(log, broker.Name.Value, broker.Crm.Name.Value, "the platform's hourly limit is used up");
                return new HandoffResult.Away(busy.RetryAfter);
            case PlatformResult<RedeemResponse>.Refused { Status: < StatusCodes.Status500InternalServerError } refused:
                HandoffLog.Refused(log, broker.Name.Value, broker.Crm.Name.Value, refused.Status, refused.ErrorCode);
                return new HandoffResult.Misconfigured();
            case PlatformResult<RedeemResponse>.Refused failed:
                HandoffLog.NotRedeemed(log, broker.Name.Value, broker.Crm.Name.Value, $"the platform answered {failed.Status}");
                return new HandoffResult.Away(failed.RetryAfter);
            case PlatformResult<RedeemResponse>.NotSent notSent:
                HandoffLog.NotRedeemed(log, broker.Name.Value, broker.Crm.Name.Value, notSent.Reason);
                return new HandoffResult.Away(notSent.RetryAfter);
            case PlatformResult<RedeemResponse>.Ambiguous ambiguous:
                HandoffLog.NotRedeemed(log, broker.Name.Value, broker.Crm.Name.Value, ambiguous.Reason);
                return new HandoffResult.Away(ambiguous.RetryAfter);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Links;

/// <summary>Links between accounts and users.</summary>
internal sealed class LinkService(
    LinkStore store, TraderStore traders, UserStore users, BrokerDirectory brokers, PasswordHashing hashing, IOptions<PlatformOptions> options)
{
    /// <summary>Call 3.4 (FLOW-CREATE-11, WS-85). User and account must be there already (WS-20).</summary>
    public async Task<Outcome<LinkResponse>> LinkAsync(Manager manager, LinkRequest request, CancellationToken cancellationToken)
    {
        var missing = Missing(request).ToList();
        if (missing.Count > 0)
        {
            return PlatformFault.Missing(missing);
        }

        if (brokers.FindBroker(request.BrokerName) is not { } broker)
        {
            return new PlatformFault(PlatformErrorCode.BrokerNotFound, "The brokerName is not known here."); // ERR-24
        }

        if (!options.Value.EffectiveEnvironments.Contains(request.EnvironmentName, StringComparer.Ordinal))
        {
            return new PlatformFault(PlatformErrorCode.EnvironmentNotFound, "There is no such environment."); // B2P-3.4-10, ERR-33
        }

        if (await traders.FindAsync(request.TraderLogin!.Value, cancellationToken) is not { } trader)
        {
            return new PlatformFault(PlatformErrorCode.TraderNotFound, "There is no such account."); // B2P-3.4-10, ERR-36
        }

        if (Denial(manager, broker, trader) is { } denied)
        {
            return denied;
        }

        if ((await users.FindAsync(request.UserId!.Value, cancellationToken))?.BrokerCrmName != broker.BrokerCrmName.Value)
        {
            return new PlatformFault(PlatformErrorCode.UserNotFound, "The CRM has no such user."); // B2P-0-26, ERR-41
        }

        if (!PasswordHashMd5.TryParse(request.TraderPasswordHash, out var password)
            || !await hashing.VerifyAsync(trader.PasswordHash, password, cancellationToken))
        {
            return new PlatformFault(PlatformErrorCode.WrongPassword, "The account has another password."); // B2P-3.4-11, ERR-31
        }

        return await store.CreateAsync(trader.Login, request.UserId.Value, broker.BrokerName.Value, request.EnvironmentName!, cancellationToken) is { } id
            ? new LinkResponse(id)
            : new PlatformFault(PlatformErrorCode.TraderAlreadyLinked, "The account is linked already."); // B2P-3.4-10, ERR-35
    }

    private static PlatformFault? Denial(Manager manager, PlatformBroker broker, TraderRow trader)
    {
        if (!manager.Reaches(broker.BrokerName.Value, trader.GroupName) || !manager.ReachesBroker(trader.BrokerName))
        {
            return new(PlatformErrorCode.NotEnoughRights, "The account is out of the manager's reach."); // B2P-0-17
        }

        return trader.BrokerName == broker.BrokerName.Value
            ? null
            : new(PlatformErrorCode.TraderAccessDenied, "The account belongs to another broker."); // B2P-3.4-10, ERR-34
    }

    private static IEnumerable<string> Missing(LinkRequest r) =>
        new (string Key, bool IsMissing)[]
        {
            ("traderLogin", r.TraderLogin is null), // B2P-3.4-2
            ("traderPasswordHash", string.IsNullOrEmpty(r.TraderPasswordHash)), // B2P-3.4-3
            ("userId", r.UserId is null), // B2P-3.4-4
            ("brokerName", string.IsNullOrEmpty(r.BrokerName)), // B2P-3.4-5
            ("environmentName", string.IsNullOrEmpty(r.EnvironmentName)), // B2P-3.4-6
        }.Where(static entry => entry.IsMissing).Select(static entry => entry.Key);
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Users;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Throttling;

/// <summary>
/// Slows guessing without letting an attacker lock the right person out (FLOW-AUTH-7): failed attempts are counted per account and
/// address, per account and per address, but on a device on which the account was logged in before only per device. While very many
/// logins of a broker fail, which spreads guesses over accounts and addresses, the limits of accounts and addresses are lower.
/// </summary>
internal sealed class Throttle(ThrottleStore store, TimeProvider time, IOptions<ThrottleOptions> options)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Counters of a login.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="email">The account as typed, whether it exists or not: the counters must not tell.</param>
    /// <param name="address">Where the attempt comes from.</param>
    /// <param name="knownDevice">Identity of the device if this account was logged in on it before, else null.</param>
    public IReadOnlyList<ThrottleRule> LoginRules(BrokerEntity broker, string email, IPAddress? address, string? knownDevice)
    {
        var limits = options.Value;
        if (knownDevice is not null)
        {
            return [ThrottleRule.Of("device", broker.Id, knownDevice, limits.PerKnownDevice, limits.Window, forgetOnSuccess: true)];
        }

        var account = UserStore.Normalize(email);
        var network = NetworkOf(address);
        var pool = PoolOf(broker);
        var failures = ThrottleRule.Of("broker", broker.Id, "failures", limits.PerBroker, limits.Window);
        return
        [
            ThrottleRule.Of("login", pool, $"{account}|{network}", limits.PerAccountAndAddress, limits.Window, forgetOnSuccess: true),
            ThrottleRule.Of("account", pool, account, limits.PerAccount, limits.Window) with { Pressure = new(failures, Math.Min(limits.PerAccount, limits.PerAccountUnderAttack)) },
            ThrottleRule.Of("address", broker.Id, network, limits.PerAddress, limits.Window) with { Pressure = new(failures, Math.Min(limits.PerAddress, limits.PerAddressUnderAttack)) },
        ];
    }

    /// <summary>Counters of staff who sign in to the console, the same as those of traders. No broker: staff signs in before it is known for whom.</summary>
    /// <param name="account">The normalized address as typed, whether it exists or not.</param>
    /// <param name="address">Where the attempt comes from.</param>
    /// <param name="knownDevice">Identity of the device if this address was signed in on it before, else null.</param>
    public IReadOnlyList<ThrottleRule> StaffLoginRules(string account, IPAddress? address, string? knownDevice)
    {
        var limits = options.Value;
        if (knownDevice is not null)
        {
            return [ThrottleRule.Of("staff-device", 0, knownDevice, limits.PerKnownDevice, limits.Window, forgetOnSuccess: true)];
        }

        var network = NetworkOf(address);
        return
        [
            ThrottleRule.Of("staff-login", 0, $"{account}|{network}", limits.PerAccountAndAddress, limits.Window, forgetOnSuccess: true),
            ThrottleRule.Of("staff-account", 0, account, limits.PerAccount, limits.Window),
            ThrottleRule.Of("staff-address", 0, network, limits.PerAddress, limits.Window),
        ];
    }

    public IReadOnlyList<ThrottleRule> SignupRules(BrokerEntity broker, IPAddress? address) =>
        [ThrottleRule.Of("signup", broker.Id, NetworkOf(address), options.Value.SignupsPerAddress, Hour)];

    /// <summary>Counters of the second step of a login, which only whoever has the password reaches.</summary>
    public IReadOnlyList<ThrottleRule> FactorRules(BrokerEntity broker, BrokerUser user) =>
        [ThrottleRule.Of("factor", PoolOf(broker), user.LoginKey.ToString(CultureInfo.InvariantCulture), options.Value.PerSecondFactor, options.Value.Window, forgetOnSuccess: true)];

    /// <summary>Counters of logins with a passkey, where only the passkey says whose they are.</summary>
    public IReadOnlyList<ThrottleRule> PasskeyRules(BrokerEntity broker, IPAddress? address) =>
        [ThrottleRule.Of("passkey", broker.Id, NetworkOf(address), options.Value.PerAddress, options.Value.Window)];

    /// <summary>Counters of mails that tell a user of a login.</summary>
    public IReadOnlyList<ThrottleRule> NoticeRules(BrokerEntity broker, long userId) =>
        [ThrottleRule.Of("notice", broker.Id, userId.ToString(CultureInfo.InvariantCulture), options.Value.MailsPerAccount, Hour)];

    public IReadOnlyList<ThrottleRule> MailRules(BrokerEntity broker, string email, IPAddress? address) =>
    [
        ThrottleRule.Of("mail", broker.Id, UserStore.Normalize(email), options.Value.MailsPerAccount, Hour),
        ThrottleRule.Of("mail-address", broker.Id, NetworkOf(address), options.Value.MailsPerAddress, Hour),
    ];

    /// <summary>Logins at the broker's own CRM that are begun, each of which is kept until it ends.</summary>
    public IReadOnlyList<ThrottleRule> CrmLoginRules(BrokerEntity broker, IPAddress? address) =>
        [ThrottleRule.Of("crm-login", broker.Id, NetworkOf(address), options.Value.CrmLoginsPerAddress, options.Value.Window)];

    /// <summary>Tokens that nobody knows, so that guessing cannot use up the calls that the platform allows in an hour.</summary>
    public IReadOnlyList<ThrottleRule> HandoffRules(BrokerEntity broker, IPAddress? address) =>
        [ThrottleRule.Of("handoff", broker.Id, NetworkOf(address), options.Value.HandoffsPerAddress, options.Value.Window)];

    /// <summary>Links of partners that are opened.</summary>
    public IReadOnlyList<ThrottleRule> LinkRules(BrokerEntity broker, IPAddress? address) =>
        [ThrottleRule.Of("partner-link", broker.Id, NetworkOf(address), options.Value.LinksPerAddress, options.Value.Window)];

    /// <summary>Counts an attempt. Null when it may go on, else how long to wait.</summary>
    public async Task<TimeSpan?> CountAsync(IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await store.CountAsync(rules, now, cancellationToken) - now;
    }

    /// <summary>The attempt succeeded: it shall not count.</summary>
    public Task ForgiveAsync(IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken) => store.ForgiveAsync(rules, cancellationToken);

    /// <summary>The attempt was wrong: counts it among the broker's, too.</summary>
    public async Task FailAsync(IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken)
    {
        if (rules.FirstOrDefault(static rule => rule.Pressure is not null)?.Pressure is { } pressure)
        {
            await CountAsync([pressure.Failures], cancellationToken);
        }
    }

    /// <summary>Where users are shared, trying at many brokers must not give more tries.</summary>
    private static long PoolOf(BrokerEntity broker) => broker.SharesUsers ? -broker.Crm.Id : broker.Id;

    /// <summary>An IPv6 subscriber owns a network of 64 bits, so that is what is counted.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return Convert.ToHexString(address.GetAddressBytes(), 0, 8);
    }
}

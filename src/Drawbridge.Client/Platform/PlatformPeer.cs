using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Client.Platform;

/// <summary>Where, for whom and as whom the platform is called (B2P-0-5, B2P-0-9).</summary>
/// <param name="Endpoints">
/// Ways to the same platform, each <c>https://HOST:PORT</c>; a path is kept as a prefix. The first is preferred, a second one is the other
/// of two connections (CONN-6, CONN-11).
/// </param>
/// <param name="BrokerCrmName">The CRM, sent exactly as it is (B2P-0-15).</param>
/// <param name="BrokerName">The broker or white label, sent exactly as it is (B2P-0-15).</param>
/// <param name="EnvironmentName">Environment of the accounts, such as <c>live</c>.</param>
/// <param name="Manager">The back-office manager whose token is used.</param>
public sealed record PlatformPeer(
    IReadOnlyList<Uri> Endpoints, BrokerCrmName BrokerCrmName, BrokerName BrokerName, string EnvironmentName, ManagerCredential Manager);

/// <summary>A manager and the way to its password hash.</summary>
/// <param name="Login">Manager id of call 3.1.</param>
/// <param name="Version">
/// Names the password without telling it, such as the hash of its encrypted form. Peers share a manager token only when address, manager
/// and version are equal: nobody uses the token of a manager by knowing its number.
/// </param>
/// <param name="RevealAsync">Decrypts the hash; called only when a token has to be fetched.</param>
public sealed record ManagerCredential(long Login, string Version, Func<CancellationToken, ValueTask<PasswordHashMd5>> RevealAsync);

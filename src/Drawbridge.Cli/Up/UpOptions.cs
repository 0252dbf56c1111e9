namespace Drawbridge.Cli.Up;

/// <summary>What <c>drawbridge up</c> was asked for.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="BrokerPort">Port of the broker's side, 0 for any.</param>
/// <param name="PlatformPort">Port of the platform's side, 0 for any.</param>
/// <param name="WebOrigins">Other sites on which trading can be embedded.</param>
/// <param name="Verbose">Whether log lines are shown, too.</param>
internal sealed record UpOptions(string Data, int BrokerPort, int PlatformPort, IReadOnlyList<string> WebOrigins, bool Verbose);

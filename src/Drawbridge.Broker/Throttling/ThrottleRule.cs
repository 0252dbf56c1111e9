using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.Throttling;

/// <summary>What is counted, how often it may happen, and in which time.</summary>
/// <param name="Key">SHA-256 of what is counted: addresses and accounts are not stored.</param>
/// <param name="Limit">How many attempts a window allows.</param>
/// <param name="Window">Length of the window, from its first attempt.</param>
/// <param name="ForgetOnSuccess">True: a success clears the counter. False: it only takes itself off.</param>
internal sealed record ThrottleRule(byte[] Key, int Limit, TimeSpan Window, bool ForgetOnSuccess = false)
{
    /// <summary>When the limit becomes a lower one; null = never.</summary>
    public ThrottlePressure? Pressure { get; init; }

    public static ThrottleRule Of(string kind, long brokerId, string what, int limit, TimeSpan window, bool forgetOnSuccess = false) =>
        new(TokenFingerprint.Of($"{kind}|{brokerId}|{what}").ToBytes(), limit, window, forgetOnSuccess);
}

/// <summary>So many failures that somebody must be guessing all over the place, each account and each address a little.</summary>
/// <param name="Failures">Counts them; its limit is how many are normal.</param>
/// <param name="Limit">Of the rule from then on.</param>
internal sealed record ThrottlePressure(ThrottleRule Failures, int Limit);

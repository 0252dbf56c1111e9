using Drawbridge.Broker.Users;

namespace Drawbridge.Broker.Passkeys;

/// <summary>What a page needs to ask for a passkey.</summary>
/// <param name="Options">For the browser, JSON as WebAuthn defines it.</param>
/// <param name="State">The challenge, sealed; comes back with the answer.</param>
internal sealed record PasskeyPrompt(string Options, string State);

/// <summary>How a login with a passkey was. Closed family.</summary>
internal abstract record PasskeyCheck
{
    private PasskeyCheck()
    {
    }

    /// <summary>It is this user, whom the device has recognised.</summary>
    public sealed record Right(BrokerUser User) : PasskeyCheck;

    /// <summary>Not a passkey of this user, broker and host, or not signed as it must be.</summary>
    public sealed record Refused : PasskeyCheck;

    /// <summary>The challenge is too old, was answered before, or belongs to another browser.</summary>
    public sealed record Ended : PasskeyCheck;

    /// <summary>The right passkey of a blocked user.</summary>
    public sealed record Blocked : PasskeyCheck;

    /// <summary>Too many tries.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : PasskeyCheck;
}

/// <summary>How adding a passkey ended.</summary>
internal enum PasskeyAdding
{
    Added,

    /// <summary>The browser's answer is not a passkey of this page, or is one that somebody has.</summary>
    Refused,

    /// <summary>The challenge is too old, was answered before, or belongs to another browser.</summary>
    Ended,
}

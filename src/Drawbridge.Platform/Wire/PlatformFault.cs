using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Wire;

/// <summary>Why a call is refused.</summary>
/// <param name="Code">One of <see cref="PlatformErrorCode"/>.</param>
/// <param name="Description">For a person: names keys, never values that the caller sent (ERR-3).</param>
/// <param name="Status">HTTP status when it differs from the code's usual one.</param>
internal sealed record PlatformFault(string Code, string Description, int? Status = null)
{
    public static PlatformFault Invalid(string description) => new(PlatformErrorCode.InvalidRequest, description);

    public static PlatformFault Missing(params IEnumerable<string> keys) =>
        Invalid($"Required, but missing or empty: {string.Join(", ", keys)}.");
}

/// <summary>What a rule came to: a value, or the reason why not.</summary>
internal abstract record Outcome<T>
{
    private Outcome()
    {
    }

    public sealed record Done(T Value) : Outcome<T>
    {
        /// <summary>Never the value: it may be a secret.</summary>
        public override string ToString() => nameof(Done);
    }

    public sealed record Refused(PlatformFault Fault) : Outcome<T>;

    public static implicit operator Outcome<T>(T value) => new Done(value);

    public static implicit operator Outcome<T>(PlatformFault fault) => new Refused(fault);
}

/// <summary>The value of a call that returns none.</summary>
internal sealed record Nothing
{
    public static Nothing Value { get; } = new();
}

namespace Drawbridge.Broker.Partners.Links;

/// <summary>What came of making or archiving a link or code. Closed family.</summary>
/// <typeparam name="T">The link or the code.</typeparam>
internal abstract record LinkOutcome<T>
{
    private LinkOutcome()
    {
    }

    public sealed record Done(T Value) : LinkOutcome<T>;

    /// <summary>A field cannot be taken.</summary>
    /// <param name="Field">Its name in forms and in the API.</param>
    /// <param name="MustBe">What it must be, in words for engineers.</param>
    public sealed record Invalid(string Field, string MustBe) : LinkOutcome<T>;

    /// <summary>The broker has this code already.</summary>
    public sealed record Taken : LinkOutcome<T>;

    /// <summary>The partner has as many as a partner may have.</summary>
    public sealed record TooMany : LinkOutcome<T>;

    /// <summary>The partner has no such link or code.</summary>
    public sealed record NotFound : LinkOutcome<T>;
}

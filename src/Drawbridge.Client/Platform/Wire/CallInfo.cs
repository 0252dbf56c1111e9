namespace Drawbridge.Client.Platform.Wire;

/// <summary>What is known of a call before anything is asked of it.</summary>
/// <param name="Number">Its number in the specification; those of the wider API begin with <c>WS</c>.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path with its base; <c>{login}</c> stands for an account.</param>
/// <param name="Repeat">What sending it twice does.</param>
internal sealed record CallInfo(string Number, HttpMethod Method, string Template, Repeat Repeat)
{
    /// <summary>Where its token goes.</summary>
    public TokenPlace TokenPlace { get; init; } = TokenPlace.Query;

    /// <summary>Whether the platform's hourly limit counts it: everything but GET and 3.1 (B2P-0-12, B2P-0-13, DEC-10).</summary>
    public bool IsCounted => Method != HttpMethod.Get && TokenPlace != TokenPlace.Nowhere;
}

/// <summary>What sending a call a second time does.</summary>
internal enum Repeat
{
    /// <summary>Nothing: it only reads.</summary>
    Reads,

    /// <summary>It brings about the same state.</summary>
    SameState,

    /// <summary>It happens twice, or answers otherwise: never sent again by itself.</summary>
    Twice,
}

/// <summary>Where a call carries the manager token.</summary>
internal enum TokenPlace
{
    /// <summary>Last in the query (B2P-0-8).</summary>
    Query,

    /// <summary>In the header <c>Authorization</c> as <c>Bearer</c> (INV-30).</summary>
    Header,

    /// <summary>Call 3.1 has none.</summary>
    Nowhere,
}

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>A rule that our broker breaks while it is in force, and the cases that must notice it: these and no others.</summary>
/// <param name="Name">The broken rule, as one would tell it.</param>
/// <param name="Fails">Identifiers of the cases that must fail.</param>
internal sealed record Mutation(string Name, params string[] Fails)
{
    /// <summary>What becomes of each request; null when only the server is another.</summary>
    public Func<Intercepted, Task<Reply>>? Handle { get; init; }

    /// <summary>A server in place of the broker's, given a folder for its files; null for none.</summary>
    public Func<string, Task<TestServer>>? Server { get; init; }

    /// <summary>Patterns of the cases that are run; null for those of the same areas. For what would disturb all others.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    public override string ToString() => Name;
}

namespace Drawbridge.Storage.Mapping;

/// <summary>Tells a statement of ours from one of a host that uses Dapper in the same process.</summary>
internal static class OwnParameters
{
    [ThreadStatic]
    private static bool _entered;

    /// <summary>True while this thread sets the parameters of a statement of ours.</summary>
    public static bool Entered
    {
        get => _entered;
        set => _entered = value;
    }
}

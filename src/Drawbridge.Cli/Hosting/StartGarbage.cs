namespace Drawbridge.Cli.Hosting;

/// <summary>What a start leaves behind.</summary>
internal static class StartGarbage
{
    /// <summary>
    /// Gives the memory that only the start needed back to the system, once, while nothing waits for it. A server that then idles would
    /// otherwise keep it until its first collection, which may be hours away.
    /// </summary>
    public static void Return() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}

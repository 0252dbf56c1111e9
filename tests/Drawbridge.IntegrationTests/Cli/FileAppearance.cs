namespace Drawbridge.IntegrationTests.Cli;

/// <summary>Waits for the moment in which another process makes a file.</summary>
internal static class FileAppearance
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task OfAsync(string folder, string name)
    {
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder, name);
        watcher.Created += (_, _) => appeared.TrySetResult();
        watcher.Renamed += (_, _) => appeared.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(Path.Combine(folder, name)))
        {
            await appeared.Task.WaitAsync(Deadline);
        }
    }
}

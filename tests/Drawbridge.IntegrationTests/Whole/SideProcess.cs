using System.Diagnostics;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>One side as a process.</summary>
internal sealed class SideProcess : IAsyncDisposable
{
    private readonly Process _process;

    // Read to the end, because a program whose output nobody takes stops.
    private readonly Task _output;

    private SideProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public static async Task<SideProcess> StartAsync(string command, string configuration)
    {
        var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "drawbridge"), [command, "--config", configuration])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TwoSides.Deadline);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("ready", StringComparison.Ordinal))
            {
                return new SideProcess(process);
            }
        }

        throw new InvalidOperationException($"{command} ended before it was ready: {await error}");
    }

    /// <summary>Ends it as a power cut would, at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The same, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}

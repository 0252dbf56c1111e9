using System.Diagnostics;
using System.Text;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>One side as a process.</summary>
internal sealed class SideProcess : IAsyncDisposable
{
    private readonly Process _process;

    private readonly string _beginning;

    // Read to the end, because a program whose output nobody takes stops.
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private SideProcess(Process process, string beginning, Task<string> error)
    {
        _process = process;
        _beginning = beginning;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = error;
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
        var beginning = new StringBuilder();
        using var deadline = new CancellationTokenSource(TwoSides.Deadline);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            beginning.AppendLine(line);
            if (line.StartsWith("ready", StringComparison.Ordinal))
            {
                return new SideProcess(process, beginning.ToString(), error);
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

    /// <summary>Everything that it has printed. For a process that has ended.</summary>
    public async Task<string> ReadOutputAsync() => $"{_beginning}\n{await _output}\n{await _error}";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}

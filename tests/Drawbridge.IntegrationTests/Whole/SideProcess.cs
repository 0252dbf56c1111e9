using System.Diagnostics;
using System.Text;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>One side as a process.</summary>
internal sealed class SideProcess : IAsyncDisposable
{
    private readonly Process _process;

    // Read to the end, because a program whose output nobody takes stops.
    private readonly StringBuilder _log;
    private readonly Task _output;
    private readonly Task _error;

    private SideProcess(Process process, StringBuilder log, Task error)
    {
        _process = process;
        _log = log;
        _output = ReadOnAsync(process.StandardOutput, log);
        _error = error;
    }

    public static async Task<SideProcess> StartAsync(string command, string configuration, (string Name, string Value)? environment = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "drawbridge"), [command, "--config", configuration])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (environment is { } variable)
        {
            start.Environment[variable.Name] = variable.Value;
        }

        var process = Process.Start(start)!;
        var log = new StringBuilder();
        var error = ReadOnAsync(process.StandardError, log);
        using var deadline = new CancellationTokenSource(TwoSides.Deadline);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            lock (log)
            {
                log.AppendLine(line);
            }

            if (line.StartsWith("ready", StringComparison.Ordinal))
            {
                return new SideProcess(process, log, error);
            }
        }

        await error;
        throw new InvalidOperationException($"{command} ended before it was ready: {log}");
    }

    public int Id => _process.Id;

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
    public async Task<string> ReadOutputAsync()
    {
        await Task.WhenAll(_output, _error);
        return ReadLog();
    }

    /// <summary>What it has printed so far.</summary>
    public string ReadLog()
    {
        lock (_log)
        {
            return _log.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static async Task ReadOnAsync(StreamReader reader, StringBuilder log)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (log)
            {
                log.AppendLine(line);
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Drawbridge.IntegrationTests.Cli;

/// <summary><c>drawbridge up</c> as a user starts it: a process of its own, on free ports.</summary>
internal sealed class UpProcess : IAsyncDisposable
{
    /// <summary>Longer than any start takes on a busy machine; a start that hangs fails instead of waiting for ever.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;

    private UpProcess(Process process, string data)
    {
        _process = process;
        Data = data;
        _error = process.StandardError.ReadToEndAsync();
    }

    public string Data { get; }

    /// <summary>Everything printed up to and with the line that begins with <c>ready</c>.</summary>
    public List<string> Output { get; } = [];

    public int Id => _process.Id;

    /// <summary>Starts it and waits for nothing.</summary>
    public static UpProcess Start(
        string data, string brokerPort = "0", string platformPort = "0", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "drawbridge.exe" : "drawbridge"),
            ["up", "--data", data, "--broker-port", brokerPort, "--platform-port", platformPort])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return new UpProcess(Process.Start(start)!, data);
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<UpProcess> StartReadyAsync(string data, IReadOnlyDictionary<string, string>? environment = null)
    {
        var up = Start(data, environment: environment);
        using var deadline = new CancellationTokenSource(Deadline);
        while (await up._process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            up.Output.Add(line);
            if (line.StartsWith("ready", StringComparison.Ordinal))
            {
                return up;
            }
        }

        throw new InvalidOperationException($"It ended before it was ready: {await up._error}");
    }

    /// <summary>What <c>up.env</c> says.</summary>
    public Dictionary<string, string> ReadEnvironment() =>
        File.ReadAllLines(Path.Combine(Data, "up.env")).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>Asks it to stop and waits until it has; returns exit code and time.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await WaitAsync();
        return (_process.ExitCode, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitAsync();
    }

    /// <summary>Waits for its own end; returns exit code and what it complained about.</summary>
    public async Task<(int ExitCode, string Error)> WaitAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return (_process.ExitCode, await _error);
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

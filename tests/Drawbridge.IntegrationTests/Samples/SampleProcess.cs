using System.Diagnostics;
using System.Text;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>A sample broker, started as its page says.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>…/tests/PROJECT/bin/CONFIGURATION/net10.0/</summary>
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleProcess(Process process, IReadOnlyDictionary<string, string> settings)
    {
        _process = process;
        Settings = settings;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where the samples are.</summary>
    public static string Folder { get; } = Path.Combine(Here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "samples");

    /// <summary>Its environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public Uri Address => new(Settings["PUBLIC_URL"]);

    /// <summary><c>brokerName</c> and <c>brokerCrmName</c> as a query.</summary>
    public string Names => $"brokerName={Settings["BROKER_NAME"]}&brokerCrmName={Settings["BROKER_CRM_NAME"]}";

    /// <summary>Everything it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static SampleProcess Start(string name, Dictionary<string, string> settings)
    {
        var start = StartInfo(name);
        foreach (var (variable, value) in settings)
        {
            start.Environment[variable] = value;
        }

        return new(Process.Start(start)!, settings);
    }

    public async Task WaitUntilReadyAsync()
    {
        var ended = _process.WaitForExitAsync();
        var first = await Task.WhenAny(_ready.Task, ended).WaitAsync(Patience);
        first.ShouldBe(_ready.Task, Output);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string name)
    {
        var start = name switch
        {
            "php" => new ProcessStartInfo("sh", [Path.Combine(Folder, "PhpBroker", "start.sh")]),
            "node" => new ProcessStartInfo("node", [Path.Combine(Folder, "NodeBroker", "server.mjs")]),
            _ => new ProcessStartInfo("dotnet", [Path.Combine(Folder, "DotnetBroker", "bin", Here.Parent!.Name, Here.Name, "DotnetBroker.dll")]),
        };
        start.UseShellExecute = false;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.StartsWith("ready", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }
}

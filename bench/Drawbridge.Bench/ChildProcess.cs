using System.Diagnostics;

namespace Drawbridge.Bench;

/// <summary>Programs that do their work and end.</summary>
internal static class ChildProcess
{
    /// <summary>What it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote last.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var text = await output;
        return process.ExitCode == 0
            ? text
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {text}{await errors}");
    }
}

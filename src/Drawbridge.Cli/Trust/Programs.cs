using System.Diagnostics;

namespace Drawbridge.Cli.Trust;

/// <summary>The programs found through <c>PATH</c>.</summary>
internal sealed class Programs : IPrograms
{
    // Where administration programs are that a user's PATH often leaves out.
    private static readonly string[] SystemFolders = OperatingSystem.IsWindows() ? [] : ["/usr/sbin", "/sbin", "/usr/local/sbin"];

    public string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemFolders)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);

    public async Task<ProgramResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(command[0]) ?? command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ProgramResult(process.ExitCode, await output, await error);
    }
}

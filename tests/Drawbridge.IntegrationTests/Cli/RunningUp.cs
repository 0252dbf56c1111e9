namespace Drawbridge.IntegrationTests.Cli;

/// <summary>One <c>drawbridge up</c> for all tests that only look at it.</summary>
public sealed class RunningUp : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("drawbridge-up-").FullName;

    internal UpProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await UpProcess.StartReadyAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Drawbridge.IntegrationTests.Mail;

/// <summary>A mail server that nobody here wrote, as a process: it wants STARTTLS and a login.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    public const string User = "drawbridge";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private SmtpServer(Process process, DirectoryInfo folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Password { get; private init; } = "";

    /// <summary>Starts one with that certificate for <c>localhost</c>, which answers the first mails that they shall come later.</summary>
    public static async Task<SmtpServer> StartAsync(string certificate, string key, int refusals)
    {
        var folder = Directory.CreateTempSubdirectory("drawbridge-smtp-");
        var password = Guid.NewGuid().ToString("N");
        var process = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "Mail", "smtp_server.py"), folder.FullName, certificate, key, User, password, refusals.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(Deadline);
        var port = await process.StandardOutput.ReadLineAsync(deadline.Token)
            ?? throw new InvalidOperationException("The mail server did not start; ./test installs python3-aiosmtpd for it.");
        return new(process, folder, int.Parse(port, CultureInfo.InvariantCulture)) { Password = password };
    }

    /// <summary>The mail of that number, the first being 1, as soon as it is there.</summary>
    public async Task<JsonElement> MailAsync(int number, Func<string> log)
    {
        var file = Path.Combine(_folder.FullName, $"{number}.json");
        await UntilAsync(() => File.Exists(file), log);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        return document.RootElement.Clone();
    }

    public int MailCount => _folder.GetFiles("*.json").Length;

    /// <summary>How logins ended so far: <c>right</c> or <c>wrong</c>.</summary>
    public IReadOnlyList<string> Logins => Path.Combine(_folder.FullName, "logins") is var file && File.Exists(file) ? File.ReadAllLines(file) : [];

    /// <summary>Waits until something that another process does has happened.</summary>
    public static async Task UntilAsync(Func<bool> happened, Func<string> log)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!happened())
        {
            deadline.IsCancellationRequested.ShouldBeFalse(log());
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}

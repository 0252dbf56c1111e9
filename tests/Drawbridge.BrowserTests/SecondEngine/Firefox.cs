using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Drawbridge.BrowserTests.SecondEngine;

/// <summary>
/// Debian's Firefox in private browsing, driven by WebDriver BiDi (W3C), which it speaks itself: Playwright only drives a Firefox of its own making.
/// </summary>
internal sealed class Firefox : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Listening = "WebDriver BiDi listening on ";

    // Nothing is reached but this machine: everything else goes to a proxy that is not there.
    private const string Preferences =
        """
        user_pref("browser.privatebrowsing.autostart", true);
        user_pref("network.proxy.type", 1);
        user_pref("network.proxy.http", "127.0.0.1");
        user_pref("network.proxy.http_port", 9);
        user_pref("network.proxy.ssl", "127.0.0.1");
        user_pref("network.proxy.ssl_port", 9);
        user_pref("network.proxy.no_proxies_on", "localhost, .localhost, 127.0.0.1");
        user_pref("app.update.enabled", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("remote.active-protocols", 1);
        """;

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private string _context = "";
    private int _id;

    private Firefox(Process process, DirectoryInfo profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>What pages complained about: scripts that failed, and what the content security policy forbade.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Firefox> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("drawbridge-firefox-");
        await File.WriteAllTextAsync(Path.Combine(profile.FullName, "user.js"), Preferences);
        var program = Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_FIREFOX") is { Length: > 0 } path ? path : "/usr/bin/firefox-esr";
        var start = new ProcessStartInfo(program, ["--headless", "--no-remote", "--profile", profile.FullName, "--remote-debugging-port", "0"])
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["HOME"] = profile.FullName;
        var process = new Process { StartInfo = start };
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is null)
            {
                listening.TrySetException(new InvalidOperationException("Firefox ended before it listened."));
            }
            else if (said.Data.StartsWith(Listening, StringComparison.Ordinal))
            {
                listening.TrySetResult(said.Data[Listening.Length..]);
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var firefox = new Firefox(process, profile);
        try
        {
            await firefox.ConnectAsync(await listening.Task.WaitAsync(Patience));
            return firefox;
        }
        catch
        {
            await firefox.DisposeAsync();
            throw;
        }
    }

    private async Task ConnectAsync(string address)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _socket.ConnectAsync(new Uri(address + "/session"), deadline.Token);
        await AskAsync("session.new", new { capabilities = new { alwaysMatch = new { acceptInsecureCerts = true } } });
        await AskAsync("session.subscribe", new { events = new[] { "log.entryAdded" } });
        _context = (await AskAsync("browsingContext.getTree", new { }))["contexts"]![0]!["context"]!.GetValue<string>();
    }

    public Task ResizeAsync(int width, int height) => AskAsync("browsingContext.setViewport", new { context = _context, viewport = new { width, height } });

    public Task OpenAsync(string url) => AskAsync("browsingContext.navigate", new { context = _context, url, wait = "complete" });

    /// <summary>The value of an expression in the page.</summary>
    public Task<JsonNode?> EvaluateAsync(string expression) => EvaluateAsync(_context, expression);

    /// <summary>The value of an expression in the first frame of the page.</summary>
    public async Task<JsonNode?> EvaluateInFrameAsync(string expression)
    {
        var tree = await AskAsync("browsingContext.getTree", new { root = _context });
        return tree["contexts"]![0]!["children"] is JsonArray { Count: > 0 } frames ? await EvaluateAsync(frames[0]!["context"]!.GetValue<string>(), expression) : null;
    }

    /// <summary>Waits until an expression is true: of the page, or of its first frame.</summary>
    public async Task UntilAsync(string expression, bool inFrame = false)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                if ((inFrame ? await EvaluateInFrameAsync(expression) : await EvaluateAsync(expression))?.GetValueKind() == JsonValueKind.True)
                {
                    return;
                }
            }
            catch (InvalidOperationException) when (!deadline.IsCancellationRequested)
            {
                // The page is just being replaced.
            }

            deadline.IsCancellationRequested.ShouldBeFalse($"Not true in time: {expression}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>A picture of the whole page.</summary>
    public async Task<byte[]> PictureAsync() =>
        Convert.FromBase64String((await AskAsync("browsingContext.captureScreenshot", new { context = _context, origin = "document" }))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task<JsonNode?> EvaluateAsync(string context, string expression)
    {
        var answer = await AskAsync("script.evaluate", new { expression = $"JSON.stringify({expression}) ?? 'null'", target = new { context }, awaitPromise = true });
        return answer["type"]!.GetValue<string>() == "success"
            ? JsonNode.Parse(answer["result"]!["value"]!.GetValue<string>())
            : throw new InvalidOperationException($"{expression}: {answer["exceptionDetails"]!["text"]}");
    }

    private async Task<JsonNode> AskAsync(string method, object parameters)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var id = ++_id;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters }), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        while (true)
        {
            var message = await ReadAsync(deadline.Token);
            if (message["type"]!.GetValue<string>() == "event")
            {
                if (message["params"]!["level"]?.GetValue<string>() == "error")
                {
                    Complaints.Add($"{message["params"]!["text"]}");
                }
            }
            else if (message["id"]!.GetValue<int>() == id)
            {
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message["error"]} {message["message"]}");
            }
        }
    }

    private async Task<JsonNode> ReadAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var part = new byte[64 * 1024];
        WebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part, cancellationToken);
            message.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);

        return JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))!;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Drawbridge.IntegrationTests.CrmLogin;

/// <summary>An OpenID provider that none of us wrote (panva/node-oidc-provider, certified by the OpenID Foundation), as a process of its own.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private OidcProvider(Process process, int port)
    {
        _process = process;
        Url = string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");
    }

    public const string ClientId = "drawbridge";

    public const string Secret = "a client secret / of the tests + with signs";

    public string Url { get; }

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Drawbridge.slnx")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests are not in the repository.");
            }

            return Path.Combine(folder.FullName, "tests", "oidc-provider");
        }
    }

    /// <summary>Starts it; null where it cannot be had: without Node and npm, or without their registry.</summary>
    public static async Task<OidcProvider?> TryStartAsync(X509Certificate2 certificate, params string[] redirectUris)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")) && !await TryInstallAsync())
        {
            return null;
        }

        using var key = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        var process = Run("node", "server.mjs")!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            certificate = certificate.ExportCertificatePem(),
            key = key?.ExportPkcs8PrivateKeyPem() ?? rsa!.ExportPkcs8PrivateKeyPem(),
            clients = new[] { new { client_id = ClientId, client_secret = Secret, redirect_uris = redirectUris } },
        }));
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Deadline);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                return new(process, int.Parse(line["ready ".Length..], CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException("The OpenID provider ended before it was ready: " + await process.StandardError.ReadToEndAsync(deadline.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>What the lock file says, and nothing that the packages would like to run.</summary>
    private static async Task<bool> TryInstallAsync()
    {
        using var npm = Run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (npm is null)
        {
            return false;
        }

        var output = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(Deadline);
        await npm.WaitForExitAsync(deadline.Token);
        await output;
        return npm.ExitCode == 0;
    }

    private static Process? Run(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }
    }
}

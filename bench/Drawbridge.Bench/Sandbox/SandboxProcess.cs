using System.Net.Http.Json;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Bench.Sandbox;

/// <summary>A running platform with accounts, and a manager's token for it.</summary>
internal sealed class SandboxProcess(ServerProcess server, string database, string token) : IAsyncDisposable
{
    public ServerProcess Server => server;

    public string Token => token;

    public string Database => database;

    public static async Task<SandboxProcess> StartAsync(string database, string folder, int accounts, int changes)
    {
        Directory.CreateDirectory(folder);
        using var certificate = BenchCertificate.Make(Path.Combine(folder, BenchServer.CertificateFile));
        var server = await ServerProcess.StartOwnAsync("sandbox", database, folder);
        await SandboxData.FillAsync(database, accounts, changes);
        using var http = ServerProcess.NewHttp(certificate);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        using var response = await http.PostAsJsonAsync(new Uri(server.Url, PlatformPaths.ManagerToken), new
        {
            login = SandboxServer.ManagerLogin, hashedPassword = PasswordHashMd5.Of(SandboxServer.ManagerPassword).Reveal(),
        });
        var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(PlatformJson.Default.ManagerTokenResponse);
        return new SandboxProcess(server, database, answer!.WebservToken);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

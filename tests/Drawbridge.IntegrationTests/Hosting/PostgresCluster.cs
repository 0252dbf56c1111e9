using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Drawbridge.IntegrationTests.Hosting.PostgresCluster))]

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>
/// The PostgreSQL that the tests use: the server of <c>DRAWBRIDGE_TEST_POSTGRES</c> (a superuser's connection string), or else a
/// private one on loopback that is started at first use and thrown away at the end.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _superuser;
    private DirectoryInfo? _folder;

    /// <summary>The connection string of a new, empty database. Give every test class its own.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var superuser = await StartAsync();
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(superuser) { Database = name }.ConnectionString;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            AppDomain.CurrentDomain.ProcessExit -= StopWithProcess;
            await RunAsync("pg_ctl", "-D", DataFolder, "-m", "immediate", "stop");
            _folder.Delete(recursive: true);
        }

        _gate.Dispose();
    }

    private string DataFolder => Path.Combine(_folder!.FullName, "data");

    private static bool IsRoot => Environment.UserName == "root";

    private async Task<string> StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _superuser ??= Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_POSTGRES") is { Length: > 0 } given
                ? given
                : await StartPrivateAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string> StartPrivateAsync()
    {
        _folder = Directory.CreateTempSubdirectory("drawbridge-pg-");
        AppDomain.CurrentDomain.ProcessExit += StopWithProcess;
        if (IsRoot)
        {
            await ExecuteAsync("chown", ["postgres", _folder.FullName]);
        }

        await RunAsync("initdb", "-D", DataFolder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        var port = FreePort();
        await File.AppendAllTextAsync(
            Path.Combine(DataFolder, "postgresql.conf"),
            string.Create(CultureInfo.InvariantCulture, $"""

            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            max_connections = 400
            fsync = off
            """));
        await RunAsync("pg_ctl", "-D", DataFolder, "-l", Path.Combine(_folder.FullName, "log"), "-w", "start");
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    /// <summary>A test run that is terminated does not get to dispose anything.</summary>
    private void StopWithProcess(object? sender, EventArgs e)
    {
        var pidFile = Path.Combine(DataFolder, "postmaster.pid");
        if (File.Exists(pidFile))
        {
            using var server = Process.GetProcessById(int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture));
            server.Kill();
            server.WaitForExit();
        }

        _folder!.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/" + program;
        return IsRoot ? ExecuteAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : ExecuteAsync(path, arguments);
    }

    private static async Task ExecuteAsync(string file, string[] arguments)
    {
        // The output is not read through a pipe: the server inherits it and would keep it open.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", file, .. arguments])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}

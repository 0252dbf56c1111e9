using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>A PostgreSQL server of its own, on loopback and in a folder that goes with it.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-pg-");
    private readonly int _port = TestPorts.Take();

    private PostgresServer() => AppDomain.CurrentDomain.ProcessExit += StopWithProcess;

    /// <summary>Connects as the one who may do everything.</summary>
    public string Superuser => $"Host=127.0.0.1;Port={_port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database=postgres";

    private string DataFolder => Path.Combine(_folder.FullName, "data");

    private static bool IsRoot => Environment.UserName == "root";

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        if (IsRoot)
        {
            await ExecuteAsync("chown", ["postgres", server._folder.FullName]);
        }

        await RunAsync("initdb", "-D", server.DataFolder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        await File.AppendAllTextAsync(
            Path.Combine(server.DataFolder, "postgresql.conf"),
            string.Create(CultureInfo.InvariantCulture, $"""

            listen_addresses = '127.0.0.1'
            port = {server._port}
            unix_socket_directories = ''
            max_connections = 400
            fsync = off
            """));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on what it left behind.</summary>
    public Task StartAgainAsync() => RunAsync("pg_ctl", "-D", DataFolder, "-l", Path.Combine(_folder.FullName, "log"), "-w", "start");

    /// <summary>Ends it at once: connections break, and it recovers from its log when it is started again.</summary>
    public Task StopImmediatelyAsync() => RunAsync("pg_ctl", "-D", DataFolder, "-m", "immediate", "-w", "stop");

    private static string ProgramPath(string name) => Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/" + name;

    /// <summary>The connection string of a new, empty database of a server.</summary>
    public static async Task<string> CreateDatabaseAsync(string superuser)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(superuser) { Database = name }.ConnectionString;
    }

    /// <summary>A database as <c>pg_dump</c> writes it.</summary>
    public static async Task<string> DumpAsync(string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(
            ProgramPath("pg_dump"),
            ["-h", database.Host!, "-p", database.Port.ToString(CultureInfo.InvariantCulture), "-U", database.Username!, "--inserts", database.Database!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? dump : throw new InvalidOperationException($"pg_dump ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopWithProcess;
        await StopImmediatelyAsync();
        _folder.Delete(recursive: true);
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

        _folder.Delete(recursive: true);
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static Task RunAsync(string program, params string[] arguments) => IsRoot
        ? ExecuteAsync("runuser", ["-u", "postgres", "--", ProgramPath(program), .. arguments])
        : ExecuteAsync(ProgramPath(program), arguments);

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

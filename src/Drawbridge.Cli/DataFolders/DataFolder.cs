using System.Globalization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Files;

namespace Drawbridge.Cli.DataFolders;

/// <summary>The folder that one <c>drawbridge up</c> keeps everything in, held alone until it is disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Where it is unless <c>--data</c> says otherwise.</summary>
    public const string Default = ".drawbridge";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public string Certificates => CertificatesIn(Path);

    public string Environment => EnvironmentIn(Path);

    public string Secrets => SecretsIn(Path);

    public string Log => File("drawbridge.log");

    /// <summary>The database of a side.</summary>
    public string Database(string side) => File($"{side}.db");

    /// <summary>The keys that protect a side's cookies and sealed values.</summary>
    public string Keys(string side) => KeysIn(Path, side);

    public static string KeysIn(string folder, string side) => System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "keys", side);

    public static string CertificatesIn(string folder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "certs");

    public static string SecretsIn(string folder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "secrets.json");

    public static string EnvironmentIn(string folder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "up.env");

    /// <summary>Takes the folder, making it when it is missing.</summary>
    /// <exception cref="FaultException">It cannot be written, or another process has it.</exception>
    public static DataFolder Open(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            PrivateFile.CreateFolder(path);
            var @lock = new FileStream(System.IO.Path.Combine(path, "lock"), LockOptions());
            PrivateFile.Write(ProcessFileIn(path), System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return new DataFolder(path, @lock);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FaultException($"{path} cannot be written: {e.Message}", "Choose another folder with --data DIR.", innerException: e);
        }
        catch (IOException e) when (System.IO.File.Exists(System.IO.Path.Combine(path, "lock")))
        {
            throw new FaultException(
                $"another 'drawbridge up'{OwnerOf(path)} uses {path}.",
                "Stop it first, or give this one a folder and ports of its own: --data DIR --broker-port PORT --platform-port PORT.",
                innerException: e);
        }
        catch (IOException e)
        {
            throw new FaultException($"{path} cannot be used: {e.Message}", "Choose another folder with --data DIR.", innerException: e);
        }
    }

    /// <summary>Gives the folder up. The system does so too when the process dies.</summary>
    public void Dispose()
    {
        System.IO.File.Delete(ProcessFileIn(Path));
        _lock.Dispose();
    }

    private static FileStreamOptions LockOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Which process it is; beside the lock, because a locked file cannot be read.</summary>
    private static string OwnerOf(string path)
    {
        try
        {
            return $" (process {System.IO.File.ReadAllText(ProcessFileIn(path)).Trim()})";
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static string ProcessFileIn(string path) => System.IO.Path.Combine(path, "up.pid");

    private string File(string name) => System.IO.Path.Combine(Path, name);
}

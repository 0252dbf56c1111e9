using System.Security.Cryptography;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Onboarding;

/// <summary>
/// This process among those that share the database. On SQLite it can know that it is alone: whoever holds the lock on the file beside the
/// database is the only one alive, so claims of others are of the dead. On PostgreSQL claims of the dead end by themselves.
/// </summary>
internal sealed class OnboardingNode(Database database) : IDisposable
{
    private FileStream? _lock;

    /// <summary>Never used twice, not even by the same machine.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>True when no other process works on this database and none can while this one lives.</summary>
    public bool IsAlone()
    {
        if (database.Dialect.Engine != DatabaseEngine.Sqlite)
        {
            return false;
        }

        try
        {
            // The operating system lets go of it when the process ends, however it ends.
            _lock ??= new FileStream(database.Location + ".node", LockOptions());
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>As private as the database beside it.</summary>
    private static FileStreamOptions LockOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}

using System.Runtime.InteropServices;

namespace Drawbridge.Broker.Passwords;

/// <summary>Lets other threads go first. .NET's thread priorities mean nothing on Linux, where each thread has a nice value of its own.</summary>
internal static class ThreadNiceness
{
    private const int ThisThread = 0; // PRIO_PROCESS and 0: on Linux the calling thread
    private const int Nicest = 19;

    /// <summary>Makes the calling thread the last to be served. Elsewhere than on Linux, or where it is not allowed, nothing changes.</summary>
    public static void LetOthersGoFirst()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(ThisThread, ThisThread, Nicest);
        }
    }

#pragma warning disable SYSLIB1054 // Generated code would need unsafe blocks.
    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int value);
#pragma warning restore SYSLIB1054
}

using System.Text;
using System.Threading.Channels;

namespace Drawbridge.Cli.Logging;

/// <summary>
/// A text file of log lines. Callers never wait for the disk: one writer drains a queue, and when the queue is full the newest lines
/// are dropped and counted.
/// </summary>
internal sealed class LogFile : IAsyncDisposable
{
    private const int QueuedLines = 10_000;
    private const long RotateAbove = 5 * 1024 * 1024;
    private const int KeptFiles = 3;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(QueuedLines) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly StreamWriter _writer;
    private readonly Task _writing;
    private long _dropped;

    private LogFile(StreamWriter writer)
    {
        _writer = writer;
        _writing = WriteAllAsync();
    }

    /// <summary>Goes on with the file, or with a new one when it has grown large: <c>name.1</c> is then the one before.</summary>
    public static LogFile Open(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > RotateAbove)
        {
            Rotate(path);
        }

        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new LogFile(new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options));
    }

    /// <summary>Puts a line in the queue.</summary>
    public void Write(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Writes what is queued and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_lines.Writer.TryComplete())
        {
            await _writing;
            await _writer.DisposeAsync();
        }
    }

    private static void Rotate(string path)
    {
        for (var number = KeptFiles - 1; number >= 1; number--)
        {
            if (File.Exists($"{path}.{number}"))
            {
                File.Move($"{path}.{number}", $"{path}.{number + 1}", overwrite: true);
            }
        }

        File.Move(path, $"{path}.1", overwrite: true);
    }

    private async Task WriteAllAsync()
    {
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line))
            {
                await _writer.WriteAsync(line);
                await _writer.WriteAsync('\n');
            }

            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
            {
                await _writer.WriteAsync($"({dropped} lines were dropped here: the disk was too slow)\n");
            }

            await _writer.FlushAsync();
        }
    }
}

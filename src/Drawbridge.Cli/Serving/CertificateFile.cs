using System.Net.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.Cli.Serving;

/// <summary>
/// The certificate of a server, read again when its file has changed: whoever renews it need not restart anything. A file that cannot
/// be read, because it is being written or is wrong, leaves the one before in use.
/// </summary>
internal sealed partial class CertificateFile
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    private readonly CertificateOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private ILogger _logger = NullLogger.Instance;
    private SslServerAuthenticationOptions _current;
    private DateTime _writtenAt;
    private DateTimeOffset _lookedAt;

    private CertificateFile(CertificateOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _writtenAt = WrittenAt();
        _current = Read();
        _lookedAt = time.GetUtcNow();
    }

    /// <summary>Where a renewal is told, once the host has a log.</summary>
    public void LogTo(ILogger logger) => _logger = logger;

    /// <summary>Reads it for the first time; throws what <see cref="CertificateReader.Read"/> does.</summary>
    public static CertificateFile Open(CertificateOptions options, TimeProvider time) => new(options, time);

    /// <summary>What to present to a new connection.</summary>
    public SslServerAuthenticationOptions Current()
    {
        lock (_lock)
        {
            if (_time.GetUtcNow() - _lookedAt >= BetweenLooks)
            {
                _lookedAt = _time.GetUtcNow();
                Refresh();
            }

            return _current;
        }
    }

    private void Refresh()
    {
        var writtenAt = WrittenAt();
        if (writtenAt == _writtenAt)
        {
            return;
        }

        try
        {
            _current = Read();
            _writtenAt = writtenAt;
            Renewed(_options.File!);
        }
        catch (Exception e) when (CertificateReader.IsFault(e))
        {
            NotRenewed(_options.File!, e.GetType().Name);
        }
    }

    private DateTime WrittenAt() => new[] { _options.File, _options.KeyFile }.Max(file => file is null ? default : File.GetLastWriteTimeUtc(file));

    private SslServerAuthenticationOptions Read()
    {
        var (certificate, chain) = CertificateReader.Read(_options);
        return new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true) };
    }

    [LoggerMessage(LogLevel.Information, "Presents the renewed certificate of {File}")]
    private partial void Renewed(string file);

    [LoggerMessage(LogLevel.Warning, "{File} has changed, but cannot be used ({Failure}); the certificate before it stays in use")]
    private partial void NotRenewed(string file, string failure);
}

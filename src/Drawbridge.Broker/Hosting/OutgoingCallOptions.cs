using System.Net.Security;
using Drawbridge.Client.Platform.Wire;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Hosting;

/// <summary>Settings of the calls to one kind of server that brokers name, such as a payment provider.</summary>
public abstract class OutgoingCallOptions
{
    /// <summary>Largest answer that is read, in bytes.</summary>
    internal const int LargestAnswer = 64 * 1024;

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);

    private protected OutgoingCallOptions(TimeSpan timeout) => Timeout = timeout;

    /// <summary>How long one call may take, at most 30 seconds.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>PEM file with authorities that are trusted beside the system's, for a server within the broker's own network. Default none.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>What sends the calls. A redirect would carry secrets to an address nobody configured, so none is followed.</summary>
    internal SocketsHttpHandler NewHandler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Timeout };
        if (AuthorityFile is { } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = ExtraAuthority.FromFile(file).Validate };
        }

        return handler;
    }

    private protected ValidateOptionsResult Validate(string section)
    {
        var result = new ValidateOptionsResultBuilder();
        if (Timeout <= TimeSpan.Zero || Timeout > _longest)
        {
            result.AddError($"must be above zero and at most {_longest}, but is {Timeout}", $"{section}:{nameof(Timeout)}");
        }

        if (AuthorityFile is { } file && !File.Exists(file))
        {
            result.AddError($"names a file that does not exist: {file}", $"{section}:{nameof(AuthorityFile)}");
        }

        return result.Build();
    }
}

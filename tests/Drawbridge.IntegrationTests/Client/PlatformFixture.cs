using Drawbridge.Client.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>Fake platforms, and clients that trust their authority.</summary>
public sealed class PlatformFixture : IDisposable
{
    private readonly TestAuthority _authority = new();

    internal Task<FakePlatform> StartAsync(TimeProvider? time = null, string host = "localhost", bool expired = false) =>
        FakePlatform.StartAsync(_authority, time, host, expired);

    internal PlatformClients Clients(
        TimeProvider? time = null, LogLines? log = null, Action<PlatformClientOptions>? configure = null, bool trusting = true)
    {
        var options = new PlatformClientOptions { AuthorityFile = trusting ? _authority.File : null };
        configure?.Invoke(options);
        return new(Options.Create(options), time ?? TimeProvider.System, (log ?? new LogLines()).For<PlatformClient>());
    }

    internal string AuthorityFile => _authority.File;

    public void Dispose() => _authority.Dispose();
}

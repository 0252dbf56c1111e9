using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Cli.Doctor.Network;

namespace Drawbridge.Tests.Cli.Doctor;

/// <summary>A network on which everything is well, until a test says otherwise.</summary>
internal sealed class FakeNetwork(TimeProvider time) : INetwork
{
    public IReadOnlyList<IPAddress> Addresses { get; set; } = [IPAddress.Parse("192.0.2.7")];

    public string? ConnectionProblem { get; set; }

    public TimeSpan CertificateEnds { get; set; } = TimeSpan.FromDays(300);

    public TimeSpan CertificateBegins { get; set; } = TimeSpan.FromDays(-10);

    public SslPolicyErrors Errors { get; set; }

    public bool IsTrusted { get; set; } = true;

    public int Status { get; set; } = 401;

    public string? MediaType { get; set; } = "application/json";

    public string? AnswerProblem { get; set; }

    public TimeSpan RoundTrip { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Null: the server says no time.</summary>
    public TimeSpan? Skew { get; set; } = TimeSpan.Zero;

    public int? PlainStatus { get; set; }

    public List<string> Asked { get; } = [];

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult(Addresses);

    public Task<Handshake> ShakeHandsAsync(Uri address, CancellationToken cancellationToken) =>
        Task.FromResult(ConnectionProblem is null ? new(Problem: null, Certificate(), Errors, IsTrusted) : new Handshake(ConnectionProblem));

    public Task<Conversation> AskAsync(Uri address, int times, CancellationToken cancellationToken)
    {
        Asked.Add(address.AbsoluteUri);
        var sent = time.GetUtcNow();
        var date = Skew is { } skew ? DateTimeOffset.FromUnixTimeSeconds((sent + skew).ToUnixTimeSeconds()) : (DateTimeOffset?)null;
        var reply = new Reply(Status, MediaType, date, sent, sent + RoundTrip);
        return Task.FromResult(AnswerProblem is null ? new([.. Enumerable.Repeat(reply, times)]) : new Conversation([], AnswerProblem));
    }

    public Task<int?> AskInPlainAsync(Uri address, CancellationToken cancellationToken) => Task.FromResult(PlainStatus);

    private X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now + CertificateBegins, now + CertificateEnds);
    }
}

using System.Globalization;
using System.Net.Security;
using System.Runtime.CompilerServices;
using Drawbridge.Cli.Doctor.Network;

namespace Drawbridge.Cli.Doctor;

/// <summary>One https address: name, certificate, https only, an answer, how long it takes, and what time it is there.</summary>
/// <param name="subject">What it is called in the findings.</param>
/// <param name="address">The address.</param>
/// <param name="path">What is asked for; needs no rights and changes nothing.</param>
/// <param name="rules">The rules that it is held to.</param>
/// <param name="network">The network.</param>
/// <param name="time">Our clock.</param>
internal sealed class AddressExam(string subject, Uri address, string path, AddressRules rules, INetwork network, TimeProvider time)
{
    private const int Asked = 5;

    private static readonly TimeSpan SlowRoundTrip = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SomeSkew = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MuchSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SoonOver = TimeSpan.FromDays(30);

    private readonly TaskCompletionSource<bool> _isReached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether something useful can be asked there.</summary>
    public Task<bool> IsReached => _isReached.Task;

    /// <summary>What is found, until something makes the rest pointless.</summary>
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            var name = await ResolveAsync(cancellationToken);
            yield return name;
            if (name.Verdict == Verdict.Fault)
            {
                yield break;
            }

            var handshake = await network.ShakeHandsAsync(address, cancellationToken);
            using var certificate = handshake.Certificate;
            var judged = Judge(handshake);
            yield return judged;
            if (judged.Verdict == Verdict.Fault)
            {
                yield break;
            }

            yield return await AskInPlainAsync(cancellationToken);
            var conversation = await network.AskAsync(new Uri(address, path), Asked, cancellationToken);
            yield return Describe(conversation);
            if (conversation.Answers.Count == 0)
            {
                yield break;
            }

            yield return Time(conversation.Answers);
            yield return Clock(conversation.Answers);
            _isReached.TrySetResult(conversation.Answers[^1].Status is not (>= 502 and <= 504));
        }
        finally
        {
            _isReached.TrySetResult(false);
        }
    }

    private async Task<Finding> ResolveAsync(CancellationToken cancellationToken)
    {
        var addresses = await network.ResolveAsync(address.DnsSafeHost, cancellationToken);
        return addresses.Count > 0
            ? Finding.Ok(subject, "name", $"{address.Host} is {string.Join(", ", addresses)}", rules.Address)
            : Finding.Fault(
                subject, "name", $"{address.Host} has no address", $"Correct the host name in {rules.Setting}, or the DNS that this machine uses.", rules.Address);
    }

    private Finding Judge(Handshake handshake)
    {
        const string check = "certificate";
        if (handshake is not { Problem: null, Certificate: { } certificate })
        {
            return Finding.Fault(
                subject,
                "connection",
                handshake.Problem!,
                $"See that the server runs and listens at {address.Authority}, and that firewalls and routing let this machine through.",
                rules.Https);
        }

        var (now, begin, end) = (time.GetUtcNow(), new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        if (end <= now)
        {
            return Fault($"expired on {Day(end)}", "Have it renewed at once: no call gets through before.");
        }

        if (begin > now)
        {
            return Fault($"is not valid before {Day(begin)}", "Wait for that day, or correct the clock of this machine.");
        }

        if (handshake.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return Fault($"is for another name than {address.Host}", $"Call it by a name of the certificate in {rules.Setting}, or get a certificate for {address.Host}.");
        }

        if (!handshake.IsTrusted)
        {
            return Fault(
                "comes from an authority that is not trusted, or its intermediates are missing",
                "Let the server send its whole chain; a private authority goes into Drawbridge:PlatformClient:AuthorityFile.");
        }

        var left = end - now;
        return left < SoonOver
            ? Finding.Warning(subject, check, $"expires in {Math.Floor(left.TotalDays):F0} days, on {Day(end)}", "Have it renewed now.", rules.Https)
            : Finding.Ok(subject, check, $"valid until {Day(end)}", rules.Https);

        Finding Fault(string message, string remedy) => Finding.Fault(subject, check, message, remedy, rules.Https);
    }

    private async Task<Finding> AskInPlainAsync(CancellationToken cancellationToken)
    {
        var status = await network.AskInPlainAsync(new Uri(address, path), cancellationToken);
        return status is >= 200 and < 300 or 401 or 403
            ? Finding.Fault(
                subject,
                "https only",
                $"plain http is answered with {status}: tokens in addresses can be read on the way",
                "Serve https only at this port, and refuse http instead of answering or redirecting it.",
                rules.Https)
            : Finding.Ok(subject, "https only", "plain http gets nowhere", rules.Https);
    }

    private Finding Describe(Conversation conversation)
    {
        const string check = "answer";
        if (conversation.Answers is not [.., var last])
        {
            return Finding.Fault(
                subject, check, conversation.Problem ?? "no answer", $"See that {rules.Setting} names the right port, and look at the server's log.", rules.Address);
        }

        return (last, conversation.Problem) switch
        {
            ({ Status: >= 502 and <= 504 }, _) => Finding.Fault(
                subject,
                check,
                string.Create(CultureInfo.InvariantCulture, $"a proxy answers {last.Status}: it does not reach what is behind it"),
                "See that the server behind the proxy runs.",
                rules.Address),
            (_, { } problem) => Finding.Warning(subject, check, $"{problem} after {conversation.Answers.Count} answers", "Look for something on the way that cuts connections.", rules.Address),
            _ when !rules.IsExpected(last) => Finding.Warning(
                subject,
                check,
                string.Create(CultureInfo.InvariantCulture, $"answers {last.Status} with {last.MediaType ?? "nothing"}, which {rules.Who} would not"),
                $"See that {rules.Setting} names {rules.Who} and nothing else.",
                rules.Address),
            _ => Finding.Ok(subject, check, $"{rules.Who} answers", rules.Address),
        };
    }

    private Finding Time(IReadOnlyList<Reply> answers)
    {
        var sorted = answers.Select(static answer => answer.RoundTrip).Order().ToList();
        var median = sorted[sorted.Count / 2];
        var message = string.Create(CultureInfo.InvariantCulture, $"{median.TotalMilliseconds:F1} ms, at best {sorted[0].TotalMilliseconds:F1} ms");
        return median > SlowRoundTrip && rules.Distance is { } distance
            ? Finding.Warning(
                subject,
                "round trip",
                message,
                "Over a direct connection it takes a few milliseconds: see that calls take that way, and not the internet.",
                distance)
            : Finding.Ok(subject, "round trip", message, rules.Distance is { } rule ? [rule] : []);
    }

    private Finding Clock(IReadOnlyList<Reply> answers)
    {
        const string check = "clock";
        const string rule = "P2B-OT-2";
        if (ClockSkew.Of(answers) is not { } skew)
        {
            return Finding.Warning(subject, check, "the answers have no Date, so the clocks cannot be compared", "Let the server or its proxy send the header Date.", rule);
        }

        var by = skew.Certain.Duration();
        var message = by <= SomeSkew
            ? "agrees with this machine's"
            : string.Create(CultureInfo.InvariantCulture, $"is {(skew.Certain > TimeSpan.Zero ? "ahead of" : "behind")} this machine's by {by.TotalSeconds:F1} s or more");
        const string remedy = "Synchronise the clocks of both machines (NTP): one-time tokens live for 60 seconds.";
        return by > MuchSkew ? Finding.Fault(subject, check, message, remedy, rule)
            : by > SomeSkew ? Finding.Warning(subject, check, message, remedy, rule)
            : Finding.Ok(subject, check, message, rule);
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What an address is held to.</summary>
/// <param name="Who">Whose it is.</param>
/// <param name="Setting">Where it is set.</param>
/// <param name="Address">The rule about the address.</param>
/// <param name="Https">The rule about https.</param>
/// <param name="Distance">The rule about the way there, null when there is none.</param>
/// <param name="IsExpected">Whether an answer can be theirs.</param>
internal sealed record AddressRules(string Who, string Setting, string Address, string Https, string? Distance, Func<Reply, bool> IsExpected);

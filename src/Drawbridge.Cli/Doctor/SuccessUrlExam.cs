using System.Globalization;
using System.Runtime.CompilerServices;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.Doctor.Network;

namespace Drawbridge.Cli.Doctor;

/// <summary>
/// The success URLs of a broker: which application gets which, and whether a browser would get there. That they are absolute https addresses
/// is seen to when the configuration is read.
/// </summary>
internal sealed class SuccessUrlExam(CrmConfiguration crm, BrokerConfiguration broker, Uri? publicUrl, INetwork network)
{
    private const string Check = "success URL";

    private readonly string _subject = $"broker {broker.Name}";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var registered = broker.Settings.SuccessUrls;
        if (registered.All(static url => url.Source is not null))
        {
            yield return Finding.Warning(
                _subject,
                Check,
                $"none is for all applications; those without one of their own get {registered[0].Url.Host}",
                "Register one without Source.",
                "SCR-51");
        }

        foreach (var url in registered.Select(static url => url.Url).Distinct())
        {
            yield return await ExamineAsync(url, cancellationToken);
        }
    }

    private async Task<Finding> ExamineAsync(Uri url, CancellationToken cancellationToken)
    {
        var place = url.GetLeftPart(UriPartial.Path);
        if (url.Query.TrimStart('?').Split('&').Any(static parameter => parameter.Split('=')[0] == "token"))
        {
            return Finding.Fault(_subject, Check, $"{place} has a token of its own", "Register it without token: each visit gets a fresh one.", "SCR-50");
        }

        var separator = url.Query.Length == 0 ? "?" : "&";
        var names = $"brokerName={Uri.EscapeDataString(broker.Name)}&brokerCrmName={Uri.EscapeDataString(crm.Name)}";
        var seen = await network.AskAsync(new Uri(url.AbsoluteUri + separator + names), 1, cancellationToken);
        if (seen.Answers is [{ Status: < 400 }])
        {
            return Finding.Ok(_subject, Check, $"{place} is registered and answers", "SCR-51");
        }

        var isOwn = publicUrl is not null && url.Authority == publicUrl.Authority;
        if (isOwn && seen.Answers is [var answer])
        {
            return Finding.Fault(
                _subject,
                Check,
                string.Create(CultureInfo.InvariantCulture, $"{place} answers {answer.Status}"),
                "Correct the path: the broker's own success pages are /sso/callback and /callback/success.",
                "SCR-51",
                "SCR-11");
        }

        var what = seen.Answers is [var other] ? string.Create(CultureInfo.InvariantCulture, $"answers {other.Status}") : seen.Problem ?? "does not answer";
        return Finding.Warning(
            _subject, Check, $"{place}: {what} to this machine", "See that a browser gets there: applications wait for that visit.", "SCR-51");
    }
}

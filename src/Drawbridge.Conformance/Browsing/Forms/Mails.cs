using System.Text.Json;
using System.Text.RegularExpressions;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>What the CRM mailed to somebody, as the place that the plan names shows it.</summary>
internal static partial class Mails
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>The newest code.</summary>
    public static Task<string> CodeAsync(CaseRun run, string email, CancellationToken cancellationToken) => FindAsync(run, email, Code(), "a code", cancellationToken);

    /// <summary>The newest link.</summary>
    public static async Task<Uri> LinkAsync(CaseRun run, string email, CancellationToken cancellationToken) =>
        new(System.Net.WebUtility.HtmlDecode(await FindAsync(run, email, Link(), "a link", cancellationToken)));

    private static async Task<string> FindAsync(CaseRun run, string email, Regex what, string name, CancellationToken cancellationToken)
    {
        var template = run.Plan.Mailbox ?? throw new ConfigurationFaultException($"{name} is mailed to {email}, and the plan names no mailbox", "Give mailbox in the plan.");
        var address = new Uri(template.Replace("{email}", Uri.EscapeDataString(email), StringComparison.Ordinal));
        var since = run.Context.Time.GetTimestamp();
        while (true)
        {
            var answer = await run.SendAsync($"looks for {name} in the mails to {email}", Request(address), cancellationToken);
            if (answer.Status is not (200 or 404))
            {
                throw new ConfigurationFaultException($"the mailbox answers {answer.Status}", "Correct mailbox in the plan: it must answer with the text of the mails to {email}, newest first.");
            }

            if (answer.IsSuccess && what.Match(TextOf(answer)) is { Success: true } found)
            {
                run.Secrets.Learn(found.Value, name == "a code" ? "code of a mail" : "link of a mail");
                return found.Value;
            }

            Check.That(run.Context.Time.GetElapsedTime(since) < Patience, $"a mail to {email} with {name} in it", $"none within {Patience.TotalSeconds:0} s");
            await Task.Delay(Look, run.Context.Time, cancellationToken);
        }
    }

    private static TargetRequest Request(Uri address) =>
        new TargetRequest(HttpMethod.Get, address) { ContentType = null }.WithHeader("Accept", "text/plain, application/json;q=0.9, */*;q=0.1");

    /// <summary>Texts of a JSON body, one a line; any other body as it is.</summary>
    private static string TextOf(Answer answer) => answer.Json is { } json ? string.Join('\n', TextsIn(json)) : answer.Body;

    private static IEnumerable<string> TextsIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(TextsIn),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(static member => TextsIn(member.Value)),
        _ => [],
    };

    [GeneratedRegex(@"(?<![\w#-])\d{6}(?![\w-])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("""https?://[^\s"'<>]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}

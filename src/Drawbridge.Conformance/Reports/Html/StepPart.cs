using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>What a case did, step by step: words, requests with their answers, pictures.</summary>
internal static partial class StepPart
{
    /// <summary>Of a body, in characters; all of it is in the HTTP archive.</summary>
    private const int LongestBody = 6000;
    private const int LongestBodyOfPassed = 1200;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Markup Write(CaseRecord one, Func<StepRecord, ReadOnlyMemory<byte>?> picture)
    {
        if (one.Steps.Count == 0)
        {
            return new Markup();
        }

        var markup = new Markup().Add($"<h4>What was done</h4><ol class=\"steps\">");
        foreach (var step in one.Steps)
        {
            markup.Add($"<li><p><span class=\"at\">{Words.Duration(step.AtSeconds)}</span> {step.Text}{(step.Exchange is { } exchange ? Markup.Of($" <span class=\"status {Class(exchange)}\">{Status(exchange)}</span>") : null)}</p>");
            if (step.Exchange is not null)
            {
                markup.Add($"{Write(step.Exchange, one.Verdict == Verdict.Passed ? LongestBodyOfPassed : LongestBody, isOpen: one.Verdict.Fails() && step == one.Steps.LastOrDefault(static last => last.Exchange is not null))}");
            }

            if (step.Picture is not null)
            {
                markup.Add($"{Write(step, one.Verdict, picture)}");
            }

            markup.Add($"</li>");
        }

        return markup.Add($"</ol>");
    }

    /// <summary>Pictures of what passed stay beside the report: hundreds of them would make it too big to send.</summary>
    private static Markup Write(StepRecord step, Verdict verdict, Func<StepRecord, ReadOnlyMemory<byte>?> picture)
    {
        if (verdict is Verdict.Passed || picture(step) is not { IsEmpty: false } png)
        {
            return Markup.Of($"<p class=\"small\"><a href=\"{step.Picture}\">Picture beside this report: {step.Picture}</a></p>");
        }

        return Markup.Of($"<figure><img alt=\"{step.Text}\" src=\"data:image/png;base64,{Convert.ToBase64String(png.Span)}\"></figure>");
    }

    private static Markup Write(Exchange exchange, int longest, bool isOpen) => new Markup()
        .Add($"<details class=\"exchange\"{Markup.Trusted(isOpen ? " open" : "")}><summary>{exchange.Method} <span>{Short(exchange.Url)}</span></summary><div class=\"panes\">")
        .Add($"<div><h5>Request</h5><pre tabindex=\"0\" aria-label=\"Request\">{Secrets($"{exchange.Method} {exchange.Url}\n{Headers(exchange.RequestHeaders)}{Body(exchange.RequestBody, longest)}")}</pre></div>")
        .Add($"<div><h5>Answer, after {Words.Duration(exchange.Duration.TotalSeconds)}</h5><pre tabindex=\"0\" aria-label=\"Answer\">{Secrets(exchange.Failure ?? $"{Status(exchange)}\n{Headers(exchange.AnswerHeaders)}{Body(exchange.AnswerBody, longest)}")}</pre></div></div></details>");

    private static string Headers(IEnumerable<KeyValuePair<string, string>> headers) => string.Concat(headers.Select(static header => $"{header.Key}: {header.Value}\n"));

    private static string Body(string? body, int longest)
    {
        if (string.IsNullOrEmpty(body))
        {
            return "";
        }

        var text = Pretty(body);
        return $"\n{(text.Length <= longest ? text : $"{text[..longest]}…\n({text.Length.ToString(CultureInfo.InvariantCulture)} characters; all that was kept is in exchanges.har)")}";
    }

    private static string Pretty(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? JsonSerializer.Serialize(document.RootElement, Indented) : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }

    /// <summary>The labels that stand for secrets, so that a reader sees at once where the same one comes again.</summary>
    private static Markup Secrets(string text)
    {
        var markup = new Markup();
        var begin = 0;
        foreach (Match label in Label().Matches(text))
        {
            markup.Add($"{text[begin..label.Index]}<span class=\"secret\">{label.Value[1..^1]}</span>");
            begin = label.Index + label.Length;
        }

        return markup.Add($"{text[begin..]}");
    }

    private static string Short(string url) => Uri.TryCreate(url.Split('?')[0], UriKind.Absolute, out var address) ? address.AbsolutePath : url;

    private static string Status(Exchange exchange) => exchange.Failure is not null ? "no answer"
        : $"{exchange.Status.ToString(CultureInfo.InvariantCulture)} {Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(exchange.Status)}".TrimEnd();

    private static string Class(Exchange exchange) => exchange.Failure is not null ? "none" : $"s{(exchange.Status / 100).ToString(CultureInfo.InvariantCulture)}";

    [GeneratedRegex(@"\{(?:[A-Za-z][A-Za-z -]{2,30} \d{1,4}|masked)\}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Label();
}

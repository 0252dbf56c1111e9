using System.Text.Json;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Plans;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>Reads what a person could fill in and press.</summary>
/// <param name="plan">What the plan says of forms.</param>
internal sealed class FormReader(ScreenPlan plan)
{
    private static readonly string Script = PageScripts.Read("read-form.js");

    private readonly FormQuestion _question = new(plan.Selectors, [.. plan.Values.Keys]);

    /// <summary>What is on the page now; null while it goes from one document to the next.</summary>
    public async Task<FormRead?> ReadAsync(IFrame page)
    {
        try
        {
            var read = await page.EvaluateAsync<JsonElement?>(Script, new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["selectors"] = _question.Selectors, ["valueKeys"] = _question.ValueKeys,
            });
            return read?.Deserialize(FormJson.Default.FormRead);
        }
        catch (PlaywrightException)
        {
            return null;
        }
    }

    /// <summary>What is on the page once it stays as it is, or the success page was reached.</summary>
    public async Task<FormRead> SettledAsync(Tab tab, TimeSpan patience, TimeSpan look, TimeProvider time, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        FormRead? before = null;
        while (true)
        {
            var now = tab.Success.IsCompletedSuccessfully ? before ?? new FormRead() : await ReadAsync(tab.Target);
            if (now is not null && (tab.Success.IsCompletedSuccessfully || (before is not null && now.Print == before.Print && now.Url == before.Url && IsSomething(now) && !tab.IsLeaving)))
            {
                return now;
            }

            if (time.GetElapsedTime(since) > patience)
            {
                return now ?? before ?? new FormRead { Url = tab.Page.Url };
            }

            before = now;
            await Task.Delay(look, time, cancellationToken);
        }
    }

    /// <summary>An application of scripts begins as an empty page.</summary>
    private static bool IsSomething(FormRead read) => read.Fields.Count > 0 || read.Buttons.Count > 0 || read.Text.Length > 0;
}

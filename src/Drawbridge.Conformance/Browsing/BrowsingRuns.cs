using Drawbridge.Conformance.Running;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing;

/// <summary>What cases do with tabs.</summary>
internal static class BrowsingRuns
{
    /// <summary>Does something in a tab of its own. Whatever the browser says about it becomes something that a reader of the report understands.</summary>
    public static async Task<T> InTabAsync<T>(this CaseRun run, Func<Tab, Task<T>> use, CancellationToken cancellationToken, TabOptions? options = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var tab = await Tab.OpenAsync(run, options);
        try
        {
            return await use(tab).WaitAsync(cancellationToken);
        }
        catch (TimeoutException e)
        {
            await ShowAsync(run, tab);
            throw new NonconformityException("a screen that goes on", $"one that does not ({Line(e.Message)})");
        }
        catch (PlaywrightException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw NetFault.Of(e.Message, run.Broker.Url)
                ?? new ConfigurationFaultException($"the browser gave up: {Line(e.Message)}", "Run the case again. If it happens again, run it with another browser.");
        }
        catch (Exception e) when (e is NonconformityException or ConfigurationFaultException)
        {
            await ShowAsync(run, tab);
            throw;
        }
    }

    public static Task InTabAsync(this CaseRun run, Func<Tab, Task> use, CancellationToken cancellationToken, TabOptions? options = null) => run.InTabAsync(
        async tab =>
        {
            await use(tab);
            return true;
        },
        cancellationToken,
        options);

    /// <summary>What the tab showed when it went wrong.</summary>
    private static async Task ShowAsync(CaseRun run, Tab tab)
    {
        try
        {
            run.Show($"the screen at that moment ({tab.Page.Url})", await tab.PictureAsync("end"));
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            // There is nothing left to take a picture of.
        }
    }

    private static string Line(string message) => message.Split('\n', 2)[0].Trim();
}

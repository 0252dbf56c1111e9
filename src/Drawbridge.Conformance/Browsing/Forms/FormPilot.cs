using Drawbridge.Conformance.Running;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>
/// Goes through any broker's forms as a person does: fills in what is asked, presses what leads on, stage after stage, up to the success page or to where it does not go on.
/// </summary>
/// <param name="run">The case.</param>
/// <param name="tab">Where the form is.</param>
/// <param name="person">Who fills it in.</param>
internal sealed class FormPilot(CaseRun run, Tab tab, FormPerson person)
{
    /// <summary>How long a stage may take to lead to the next unless somebody says otherwise.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(15);

    private const int MostStages = 14;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(60);

    private readonly FormReader _reader = new(run.Plan.Screens);

    /// <summary>How long a stage may take to lead to the next.</summary>
    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>Whether everything is pressed twice, as impatient people do.</summary>
    public bool PressesTwice { get; init; }

    /// <summary>Told of each stage before it is sent, by its address and heading.</summary>
    public Func<FormRead, Task>? OnStage { get; init; }

    /// <summary>Whether this is where the caller wants to be, so that nothing more is pressed.</summary>
    public Func<FormRead, bool>? StopsAt { get; init; }

    /// <summary>Goes on until the success page, or until it does not go on.</summary>
    /// <exception cref="ConfigurationFaultException">A field is asked that nobody knows an answer to.</exception>
    public async Task<PilotEnd> GoAsync(CancellationToken cancellationToken)
    {
        var filler = new FormFiller(run, tab, person);
        var sent = new HashSet<string>(StringComparer.Ordinal);
        var page = await _reader.SettledAsync(tab, Patience, Look, run.Context.Time, cancellationToken);
        for (var stage = 0; stage < MostStages; stage++)
        {
            if (tab.Success.IsCompletedSuccessfully)
            {
                return new PilotEnd.Success(await tab.Success);
            }

            if (StopsAt?.Invoke(page) == true)
            {
                return new PilotEnd.Stopped(page, FormCameBack: false);
            }

            if (IsBrowsersOwn(page))
            {
                return await EndAsync(page, formCameBack: false);
            }

            var button = PrimaryButton.Of(page);
            if (button is null)
            {
                // Nothing to press: it may be waiting by itself.
                if (await ChangedAsync(page, cancellationToken) is not { } later)
                {
                    return await EndAsync(page, formCameBack: false);
                }

                page = later;
                continue;
            }

            if (page.Fields.Count > 0 && !sent.Add(page.Print))
            {
                return await EndAsync(page, formCameBack: true);
            }

            await filler.FillAsync(page, button, cancellationToken);
            if (OnStage is not null)
            {
                await OnStage(page);
            }

            await PressAsync(button);
            var next = await ChangedAsync(page, cancellationToken);
            if (next is null)
            {
                return await EndAsync(await _reader.ReadAsync(tab.Target) ?? page, formCameBack: true);
            }

            page = next;
        }

        return await EndAsync(page, formCameBack: false);
    }

    /// <summary>What is on the page, once it has come to rest.</summary>
    public Task<FormRead> ReadAsync(CancellationToken cancellationToken) => _reader.SettledAsync(tab, Patience, Look, run.Context.Time, cancellationToken);

    /// <summary>Fills in the form on the page and leaves it there.</summary>
    public async Task<FormButton> FillAsync(FormRead page, CancellationToken cancellationToken)
    {
        var button = PrimaryButton.Of(page) ?? throw new ConfigurationFaultException(
            $"the page at {page.Url.Split('?')[0]} has nothing that sends its form", "Name the button under screens: selectors: submit in the plan.");
        await new FormFiller(run, tab, person).FillAsync(page, button, cancellationToken);
        return button;
    }

    public async Task PressAsync(FormButton button)
    {
        try
        {
            var place = tab.Target.Locator($"[data-conformance=\"{button.Id}\"]");
            await (PressesTwice ? place.DblClickAsync() : place.ClickAsync());
        }
        catch (PlaywrightException) when (tab.Success.IsCompletedSuccessfully)
        {
            // The page went on by itself.
        }
    }

    private async Task<PilotEnd> EndAsync(FormRead page, bool formCameBack) =>
        tab.Success.IsCompletedSuccessfully ? new PilotEnd.Success(await tab.Success)
        : new PilotEnd.Stopped(IsBrowsersOwn(page) ? page with { Url = tab.Requests.LastOrDefault(static request => request.IsNavigationRequest)?.Url ?? page.Url } : page, formCameBack);

    /// <summary>Where a server sends nothing that could be shown, or cannot be reached.</summary>
    private static bool IsBrowsersOwn(FormRead page) => page.Url.StartsWith("chrome-error:", StringComparison.Ordinal);

    /// <summary>The next stage; null when none comes. The same form with a complaint counts as one: it was sent and came back.</summary>
    private async Task<FormRead?> ChangedAsync(FormRead before, CancellationToken cancellationToken)
    {
        var requests = tab.Requests.Count;
        var since = run.Context.Time.GetTimestamp();
        while (run.Context.Time.GetElapsedTime(since) < Patience)
        {
            if (tab.Success.IsCompletedSuccessfully)
            {
                return before;
            }

            await Task.Delay(Look, run.Context.Time, cancellationToken);
            if (tab.IsLeaving)
            {
                continue; // What it says until the next page is there, such as "one moment", is no stage.
            }

            var now = await _reader.ReadAsync(tab.Target);
            if (now is not null && !tab.IsLeaving && (now.Print != before.Print || now.Url != before.Url || !now.Alerts.SequenceEqual(before.Alerts) || Reloaded(requests)))
            {
                return await _reader.SettledAsync(tab, Patience, Look, run.Context.Time, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>The same page, sent once more.</summary>
    private bool Reloaded(int before) => tab.Requests.Skip(before).Any(request => request.IsNavigationRequest && request.Frame == tab.Target);
}

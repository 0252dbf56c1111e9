using Drawbridge.Cli.CommandLine;
using Spectre.Console;

namespace Drawbridge.Cli.Trust;

/// <summary>Puts the authority into every store, or takes it out, and says what it did to each.</summary>
internal sealed class TrustRun(Terminal terminal, bool remove, bool dryRun)
{
    /// <summary>False when a store is not as it was asked to be.</summary>
    public async Task<bool> ApplyAsync(IReadOnlyList<TrustStore> stores, CancellationToken cancellationToken)
    {
        var good = true;
        foreach (var store in stores)
        {
            good &= await ApplyAsync(store, cancellationToken);
        }

        return good;
    }

    private async Task<bool> ApplyAsync(TrustStore store, CancellationToken cancellationToken)
    {
        if (await store.HasAsync(cancellationToken) != remove)
        {
            Say("[green]ok[/]", store, remove ? "not in it" : "already in it");
            return true;
        }

        if (store.Obstacle is { } obstacle)
        {
            Say("[yellow]not done[/]", store, obstacle);
            return false;
        }

        return dryRun ? Show(store) : await ChangeAsync(store, cancellationToken);
    }

    private bool Show(TrustStore store)
    {
        Say("[blue]would change[/]", store, remove ? "take it out" : "put it in");
        foreach (var step in StepsOf(store))
        {
            terminal.Out.MarkupLineInterpolated($"    {step.Text}");
        }

        return true;
    }

    private async Task<bool> ChangeAsync(TrustStore store, CancellationToken cancellationToken)
    {
        foreach (var step in StepsOf(store))
        {
            if (await step.RunAsync(cancellationToken) is { } complaint)
            {
                Say("[red]failed[/]", store, $"{step.Text}: {complaint}");
                return false;
            }
        }

        var done = await store.HasAsync(cancellationToken) != remove;
        Say(done ? "[green]done[/]" : "[red]failed[/]", store, (done, remove) switch
        {
            (true, true) => "taken out",
            (true, false) => "put in",
            _ => "every step succeeded, but nothing changed",
        });
        return done;
    }

    private IReadOnlyList<TrustStep> StepsOf(TrustStore store) => remove ? store.Removing : store.Adding;

    private void Say(string outcome, TrustStore store, string text) =>
        terminal.Out.MarkupLine($"  {outcome}: {Markup.Escape(store.Name)}: {Markup.Escape(text)}");
}

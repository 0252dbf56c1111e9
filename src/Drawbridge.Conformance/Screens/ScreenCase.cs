using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Screens;

/// <summary>How cases about screens are made.</summary>
internal static class ScreenCase
{
    /// <summary>A case that asks one visit of a screen.</summary>
    /// <param name="section">Of the protocol, such as <c>6.2.1</c> or <c>SCR-65</c>.</param>
    /// <param name="view">How the screen is opened.</param>
    /// <param name="check">What is asked, as the end of an identifier.</param>
    /// <param name="says">What the screen does, as the rest of a sentence that begins with its name.</param>
    /// <param name="requirement">What is broken when it does not.</param>
    /// <param name="remedy">What to do then.</param>
    /// <param name="look">Asks.</param>
    public static ConformanceCase Of(
        string section, ScreenView view, string check, string says, Requirement requirement, string remedy, Action<ScreenVisit, CaseRun> look) => new()
    {
        Id = $"screens/{section}/{view.Screen.Id}/{check}",
        Title = $"{view.Screen.Name} {says}",
        Requirement = requirement,
        Remedy = remedy,
        Kind = CaseKind.Browser,
        Needs = view.Screen.Needs,
        RunAsync = async (run, cancellationToken) =>
        {
            var visit = await run.VisitAsync(view, cancellationToken);
            if (view.Measured && check != "opens")
            {
                MustBeThere(visit);
            }

            try
            {
                look(visit, run);
            }
            catch (NonconformityException)
            {
                await ShowAsync(run, visit, cancellationToken);
                throw;
            }
        },
    };

    /// <summary>Puts a picture of what was visited into the evidence.</summary>
    public static async Task ShowAsync(CaseRun run, ScreenVisit visit, CancellationToken cancellationToken)
    {
        if (visit.Pictures.Count > 0)
        {
            run.Show($"{visit.View.Screen.Name} as it was", visit.Pictures[0]);
        }
        else if (visit.View.Screen.Entrance == Entrance.Open)
        {
            await run.ShowAsync(visit.View, cancellationToken);
        }
    }

    /// <summary>The usual view of a screen, which most cases ask.</summary>
    public static ScreenView Usual(BrokerScreen screen) => new(screen) { Measured = true };

    /// <summary>What is not there is not looked at: that it opens is a case of its own.</summary>
    public static void MustBeThere(ScreenVisit visit)
    {
        if (visit.Status is 0 or >= 400)
        {
            throw new ConfigurationFaultException(
                visit.Status == 0 ? $"{visit.View.Screen.Name} does not open" : $"{visit.View.Screen.Name} answers {visit.Status}",
                $"Look at screens/6.2.1/{visit.View.Screen.Id}/opens first, and correct the address of the screen in the plan if it is another one.");
        }
    }

    /// <summary>A list for a sentence: the first few, and how many more.</summary>
    public static string Few(IEnumerable<string> all)
    {
        var list = all.ToList();
        return string.Join(", ", list.Take(3)) + (list.Count > 3 ? $" and {list.Count - 3} more" : "");
    }
}

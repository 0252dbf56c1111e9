using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>Cookies and storage of the first trader who is logged in to the client area; logged in once for all cases that only look.</summary>
internal static class ClientSession
{
    public static Task<string> StateAsync(CaseRun run, BrokerScreen screen, CancellationToken cancellationToken) =>
        run.Context.Shared.GetAsync("state of the client area", () => LogInAsync(run, screen.Path(run.Plan.Screens), FormPerson.LogIn(run.Crm.Trader(), keepLoggedIn: false), cancellationToken));

    /// <summary>Logs in at the client area in a tab of its own.</summary>
    public static Task<string> LogInAsync(CaseRun run, string path, FormPerson person, CancellationToken cancellationToken) => run.InTabAsync(
        async tab =>
        {
            await EnterAsync(run, tab, path, person, cancellationToken);
            return await tab.Context.StorageStateAsync();
        },
        cancellationToken,
        new TabOptions { Quick = true });

    /// <summary>Comes to a page of the client area, through the log-in that stands before it.</summary>
    /// <exception cref="ConfigurationFaultException">The log-in does not lead there.</exception>
    public static async Task EnterAsync(CaseRun run, Tab tab, string path, FormPerson person, CancellationToken cancellationToken)
    {
        var address = ScreenAddress.Of(run.Broker, path, run.Broker.Names, [new("lang", run.Plan.Screens.Languages[0])]);
        await tab.GoAsync(address);
        string? logIn = null;
        if (IsThere(tab.Page.Url))
        {
            // Nobody is logged in to a new tab: who is asked for a password is asked to log in, at the address of the page itself.
            var first = await new FormPilot(run, tab, person).ReadAsync(cancellationToken);
            if (!first.Fields.Any(static field => field.Type == "password"))
            {
                return;
            }

            logIn = first.Print;
        }

        var end = await new FormPilot(run, tab, person) { StopsAt = page => IsThere(page.Url) && page.Print != logIn }.GoAsync(cancellationToken);
        if (end is PilotEnd.Stopped { FormCameBack: true } stopped && (!IsThere(tab.Page.Url) || stopped.Page.Print == logIn))
        {
            throw new ConfigurationFaultException(
                $"{person.Email} does not get past the log-in of the client area{stopped.Said(run)}",
                "Correct the e-mail address and the password under users in the plan, or the address of the page under screens.");
        }

        if (!IsThere(tab.Page.Url))
        {
            await tab.GoAsync(address);
        }

        bool IsThere(string url) => new Uri(url).AbsolutePath.TrimEnd('/') == address.AbsolutePath.TrimEnd('/');
    }
}

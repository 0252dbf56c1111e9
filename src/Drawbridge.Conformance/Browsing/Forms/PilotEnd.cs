using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>Where going through forms ended.</summary>
internal abstract record PilotEnd
{
    private PilotEnd()
    {
    }

    /// <summary>At the success page.</summary>
    /// <param name="Url">Its whole address.</param>
    public sealed record Success(Uri Url) : PilotEnd
    {
        public override string ToString() => "the success page";
    }

    /// <summary>At a page that does not go on: the form came back, or there is nothing to press.</summary>
    /// <param name="Page">What is there.</param>
    /// <param name="FormCameBack">Whether it is the form that was sent.</param>
    public sealed record Stopped(FormRead Page, bool FormCameBack) : PilotEnd
    {
        /// <summary>Whether it is a page of somebody else, and not the success page: the broker redirected to a wrong address.</summary>
        public bool IsElsewhere(CaseRun run) =>
            Uri.TryCreate(Page.Url, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.Authority != run.Broker.Url.Authority
            && !run.Plan.Screens.OtherHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase);

        /// <summary>What the page says, for a sentence that goes on with it.</summary>
        public string Said(CaseRun run) => IsElsewhere(run)
            ? $": the browser was redirected to {Page.Url.Split('?')[0]}, and the success URL of the plan is {run.Broker.SuccessUrl.AbsoluteUri.Split('?')[0]}"
            : Page.Alerts.Count > 0
            ? $": the page says \"{run.Secrets.Mask(string.Join(" / ", Page.Alerts))}\""
            : Page.Heading.Length > 0 ? $": it ends at \"{run.Secrets.Mask(Page.Heading)}\"" : $": it ends at {run.Secrets.Mask(Page.Url)}";

        public override string ToString() => $"a page that does not go on{(Page.Alerts.Count > 0 ? $" (\"{Page.Alerts[0]}\")" : "")}";
    }
}

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
        /// <summary>What the page says, for a sentence that goes on with it.</summary>
        public string Said(CaseRun run) => Page.Alerts.Count > 0
            ? $": the page says \"{run.Secrets.Mask(string.Join(" / ", Page.Alerts))}\""
            : Page.Heading.Length > 0 ? $": it ends at \"{run.Secrets.Mask(Page.Heading)}\"" : $": it ends at {run.Secrets.Mask(Page.Url)}";

        public override string ToString() => $"a page that does not go on{(Page.Alerts.Count > 0 ? $" (\"{Page.Alerts[0]}\")" : "")}";
    }
}

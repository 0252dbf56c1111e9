using Drawbridge.Cli.Doctor;

namespace Drawbridge.Tests.Cli.Doctor;

internal static class FindingAssertions
{
    /// <summary>It says what is so, what to do about it, and by which rule.</summary>
    public static void ShouldBe(this Finding finding, string check, Verdict verdict, string message, string remedy, string requirement)
    {
        (finding.Check, finding.Verdict).ShouldBe((check, verdict), finding.Message);
        finding.Message.ShouldContain(message);
        finding.Remedy.ShouldNotBeNull().ShouldContain(remedy);
        finding.Requirements.ShouldContain(requirement);
    }
}

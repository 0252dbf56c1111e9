using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Screens;

/// <summary>What only a person can judge: the pictures are in the report.</summary>
internal static class PersonCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. BrokerScreen.All.Select(static screen => Ask(
            screen, "SCR-73", "brand", "bears the broker's brand and fits the look of the platform", Must("SCR-73"),
            "Do logo, colours and words belong to this broker, and does the screen look right on the phone and on the tablet?")),
        .. BrokerScreen.Entry.Select(static screen => Ask(
            screen, "6.2.1", "other-browsers", "works in Firefox, Safari and Edge, also in private windows", Must("CONF-6.2.1-1"),
            "Open the address in Firefox, Safari and Edge, each in a private window, and go through all stages: is everything shown, and does everything work?")),
    ];

    private static ConformanceCase Ask(BrokerScreen screen, string section, string check, string says, Requirement requirement, string question) => new()
    {
        Id = $"screens/{section}/{screen.Id}/{check}",
        Title = $"{screen.Name} {says}",
        Requirement = requirement,
        Kind = CaseKind.Browser,
        Needs = screen.Needs,
        Remedy = "Look at the pictures in the report, and mend what a trader would stumble over.",
        RunAsync = async (run, cancellationToken) =>
        {
            var visit = await run.VisitAsync(ScreenCase.Usual(screen), cancellationToken);
            ScreenCase.MustBeThere(visit);
            foreach (var picture in visit.Pictures)
            {
                run.Show(picture.Name, picture);
            }

            Check.AskPerson(question);
        },
    };
}

using System.CommandLine;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Cases;

namespace Drawbridge.Cli.Conform.Listing;

/// <summary><c>drawbridge conform list</c>: the catalogue, one case a line.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        var side = new Option<Side?>("--side") { Description = "Only what a broker's side, or a platform's side, is held to", HelpName = "broker|platform" };
        var patterns = ConformCommand.Patterns();
        var command = new CommandWithExamples(
            "list", "List the cases, one a line: identifier, requirement, the sentence that is checked",
            "conform list", "conform list --side broker 'api/6.1.*'") { side, patterns };
        command.SetAction(result =>
        {
            var cases = result.GetValue(side) is { } one ? Catalogue.Of(one) : [.. Catalogue.Broker, .. Catalogue.Platform];
            Write(CaseChoice.Of(cases, result.GetValue(patterns) ?? []), terminal.OutputWriter);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(IReadOnlyList<ConformanceCase> cases, TextWriter output)
    {
        var (id, requirement) = (cases.Select(static one => one.Id.Length).DefaultIfEmpty().Max(), cases.Select(static one => one.Requirement.Id.Length).DefaultIfEmpty().Max());
        foreach (var one in cases)
        {
            output.WriteLine($"{one.Id.PadRight(id)}  {one.Requirement.Id.PadRight(requirement)}  {one.Title}");
        }
    }
}

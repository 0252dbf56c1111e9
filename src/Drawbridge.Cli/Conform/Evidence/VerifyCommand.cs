using System.CommandLine;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Reports.Bundles;
using Drawbridge.Conformance.Reports.Records;
using Spectre.Console;

namespace Drawbridge.Cli.Conform.Evidence;

/// <summary><c>drawbridge conform verify</c>: whether a bundle is what was signed.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var bundle = new Argument<string>("BUNDLE") { Description = "The evidence of a run, as a zip file" };
        var command = new CommandWithExamples("verify", "Check that the evidence of a run is what was signed, and say what was changed", "conform verify evidence.zip") { bundle };
        command.SetAction(result => Run(terminal, result.GetRequiredValue(bundle)));
        return command;
    }

    private static int Run(Terminal terminal, string file)
    {
        BundleCheck check;
        try
        {
            check = BundleCheck.Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{file} cannot be read.", "Name the zip file that a run left in its folder.", innerException: e);
        }

        foreach (var fault in check.Faults)
        {
            terminal.Out.MarkupLineInterpolated($"[red]fault[/] {fault}");
        }

        terminal.Out.MarkupLineInterpolated(check.IsGood
            ? (FormattableString)$"[green]good[/] {Words.Count(check.Files, "file")}, all as they were signed"
            : $"[red]not good[/]: it is not what was signed");
        if (check.Fingerprint is { } fingerprint)
        {
            terminal.Out.WriteLine($"key  {fingerprint}");
            terminal.Out.WriteLine("     Compare it with what the sender told you by another way: anybody can sign with a key of their own.");
        }

        return check.IsGood ? ExitCode.Done : ExitCode.Failed;
    }
}

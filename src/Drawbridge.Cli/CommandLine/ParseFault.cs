using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace Drawbridge.Cli.CommandLine;

/// <summary>A command line that means nothing: says why, what was probably meant, and where help is.</summary>
internal static class ParseFault
{
    public static int Report(ParseResult result, Terminal terminal)
    {
        var command = result.CommandResult.Command;
        var unknown = result.UnmatchedTokens is [var first, ..] ? first : null;
        var message = unknown is not null
            ? $"'{unknown}' is not a command or option of '{PathOf(result.CommandResult)}'."
            : string.Join(Environment.NewLine, result.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal));
        var meant = unknown is null ? null : Suggestion.For(unknown, NamesOf(command));
        terminal.WriteFault(message, meant is null ? null : $"Did you mean '{meant}'?");
        terminal.Error.WriteLine($"'{PathOf(result.CommandResult)} --help' lists what there is.");
        return ExitCode.Wrong;
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "drawbridge";

    private static IEnumerable<string> NamesOf(Command command) =>
        command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name).Concat(command.Options.Select(option => option.Name));
}

using System.Globalization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;
using Spectre.Console;

namespace Drawbridge.Cli.Conform.Running;

/// <summary>Shows how a run goes on: one live line on a terminal and above it what did not pass, a line for each case elsewhere.</summary>
/// <param name="terminal">Where.</param>
/// <param name="total">How many cases there are.</param>
/// <param name="isQuiet">Whether the output is for a program: then a person sees the live line alone.</param>
internal sealed class RunProgress(Terminal terminal, int total, bool isQuiet) : IRunProgress, IDisposable
{
    private const int BarWidth = 30;
    private const int LongestName = 44;
    private const string Erase = "\r\u001b[2K";

    private readonly Lock _lock = new();
    private readonly List<string> _running = [];
    private int _ended;
    private int _failed;

    private bool IsLive => terminal.IsInteractive;

    public void Began(ConformanceCase one)
    {
        lock (_lock)
        {
            _running.Add(one.Id);
            Draw();
        }
    }

    public void Ended(CaseResult result)
    {
        lock (_lock)
        {
            _running.Remove(result.Case.Id);
            _ended++;
            _failed += result.Verdict.Fails() ? 1 : 0;
            if (!isQuiet && (!IsLive || result.Verdict is not (Verdict.Passed or Verdict.Skipped or Verdict.Disabled)))
            {
                Clear();
                Write(result);
            }

            Draw();
        }
    }

    /// <summary>Takes the live line away.</summary>
    public void Dispose() => Clear();

    private void Write(CaseResult result)
    {
        var colour = Colour(result.Verdict);
        var took = result.Verdict.Ran() ? $" ({Words.Duration(result.Duration.TotalSeconds)})" : $": {result.Reason}";
        terminal.Out.MarkupLineInterpolated($"[{colour}]{Words.Of(result.Verdict)}[/] {result.Case.Id}{took}");
    }

    public static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Passed or Verdict.ExpectedFailure => "green",
        Verdict.Failed or Verdict.UnexpectedPass => "red",
        Verdict.Skipped or Verdict.Disabled => "grey",
        _ => "yellow",
    };

    private void Draw()
    {
        if (!IsLive)
        {
            return;
        }

        var full = total == 0 ? BarWidth : _ended * BarWidth / total;
        var name = _running.LastOrDefault() ?? "";
        name = name.Length > LongestName ? $"{name[..(LongestName - 1)]}…" : name;
        terminal.ErrorWriter.Write(string.Create(
            CultureInfo.InvariantCulture, $"{Erase}{new string('█', full)}{new string('░', BarWidth - full)} {_ended} of {total}, {_failed} failed  {name}"));
    }

    private void Clear()
    {
        if (IsLive)
        {
            terminal.ErrorWriter.Write(Erase);
        }
    }
}

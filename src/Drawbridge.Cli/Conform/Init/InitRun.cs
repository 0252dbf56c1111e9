using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Conform.Checkup;
using Drawbridge.Cli.Conform.Plans;
using Drawbridge.Cli.Doctor;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Cli.Conform.Init;

/// <summary>One run of <c>drawbridge conform init</c>.</summary>
internal sealed class InitRun(Terminal terminal, TimeProvider time)
{
    public async Task<int> RunAsync(string file, bool force, PlanAnswers answers, CancellationToken cancellationToken)
    {
        if (File.Exists(file) && !force)
        {
            throw new FaultException($"{file} is there already.", "Name another file, or write over it with --force.");
        }

        if (Missing(answers) is { Count: > 0 } missing)
        {
            if (!terminal.InputIsTerminal)
            {
                throw new FaultException($"nobody is there to ask, and {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing.", "Give them as options, or run it on a terminal.");
            }

            answers = await new Questions(terminal, time).AskAsync(answers, cancellationToken);
        }

        answers = answers with { Name = answers.Name ?? new Uri(answers.Url!).Host };
        await WriteAsync(file, PlanWriter.Write(answers), cancellationToken);
        terminal.Out.Write(new Spectre.Console.Text($"{Path.GetFullPath(file)} is written.\n"));
        return await CheckAsync(file, answers, cancellationToken);
    }

    private static List<string> Missing(PlanAnswers answers) => [.. new (string Option, bool IsThere)[]
    {
        ("--url", answers.Url is not null),
        ("--broker-name", answers.BrokerName is not null),
        ("--broker-crm-name", answers.BrokerCrmName is not null),
        ("--success-url", answers.SuccessUrl is not null),
        ("--offers", answers.Offers.Count > 0),
    }.Where(static one => !one.IsThere).Select(static one => one.Option)];

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{file} cannot be written.", "Name another file.", innerException: e);
        }
    }

    /// <summary>A variable that is not set yet is no fault of the plan: it says what to do next.</summary>
    private async Task<int> CheckAsync(string file, PlanAnswers answers, CancellationToken cancellationToken)
    {
        var unset = answers.Users.Select((_, index) => PlanWriter.PasswordVariable(index)).Append(answers.CrmPassword![6..^1]).Where(static name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))).ToList();
        if (unset.Count > 0)
        {
            terminal.OutputWriter.WriteLine($"Next: set {string.Join(", ", unset)} in the environment, then 'drawbridge conform doctor --plan {file}'.");
            return ExitCode.Done;
        }

        var plan = PlanReader.Read(file).Plan;
        await using var session = await RunSession.OpenAsync(plan, time, cancellationToken);
        var findings = await PlanCheckup.RunAsync(session, quick: true, [], cancellationToken);
        new FindingReport(terminal).Write(findings, asJson: false);
        terminal.OutputWriter.WriteLine($"Next: 'drawbridge conform run --plan {file}'.");
        return ExitCode.Done;
    }
}

using Spectre.Console;

namespace Drawbridge.Cli.CommandLine;

/// <summary>Where a command writes: colours on a terminal, plain everywhere else.</summary>
internal sealed class Terminal
{
    // Lines are never folded here: scripts read them, and a terminal that folds an address itself still knows where it ends.
    private const int Width = 10_000;

    private readonly Lazy<IAnsiConsole> _out;
    private readonly Lazy<IAnsiConsole> _error;

    public Terminal(TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false)
    {
        OutputWriter = output;
        ErrorWriter = error;
        IsInteractive = outputIsTerminal;
        _out = new(() => Open(output, outputIsTerminal));
        _error = new(() => Open(error, errorIsTerminal));
    }

    public TextWriter OutputWriter { get; }

    public TextWriter ErrorWriter { get; }

    /// <summary>What a command is given to read.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Whether a person types it.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>One key, which is not shown.</summary>
    public Func<ConsoleKeyInfo> ReadKey { get; init; } = static () => throw new InvalidOperationException("Nobody is there to type.");

    /// <summary>Whether a person watches the output.</summary>
    public bool IsInteractive { get; }

    /// <summary>Results, as Spectre markup.</summary>
    public IAnsiConsole Out => _out.Value;

    /// <summary>Everything that is not the result.</summary>
    public IAnsiConsole Error => _error.Value;

    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected)
    {
        Input = Console.In,
        InputIsTerminal = !Console.IsInputRedirected,
        ReadKey = static () => Console.ReadKey(intercept: true),
    };

    /// <summary>Prints what is wrong and what to do.</summary>
    public void WriteFault(string message, string? remedy)
    {
        Error.MarkupLineInterpolated($"[red]drawbridge:[/] {message}");
        if (remedy is not null)
        {
            Error.WriteLine(remedy);
        }
    }

    private static IAnsiConsole Open(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Width;
        return console;
    }
}

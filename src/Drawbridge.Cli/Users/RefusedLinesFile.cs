using System.Globalization;
using System.Text;
using Drawbridge.Broker.UserImport;

namespace Drawbridge.Cli.Users;

/// <summary>The lines that an import has not taken, with the reason: a CSV file that quotes nothing of the users.</summary>
internal sealed class RefusedLinesFile : IDisposable
{
    private const string Header = "line,reason";

    private readonly StreamWriter _writer;

    private RefusedLinesFile(StreamWriter writer) => _writer = writer;

    /// <summary>A new file; or the one of an earlier run, without what that run wrote of lines that it did not finish.</summary>
    public static RefusedLinesFile Open(string path, long linesDone)
    {
        var kept = linesDone > 0 && File.Exists(path)
            ? File.ReadLines(path).Skip(1).Where(line => long.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= linesDone).ToList()
            : [];
        var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        writer.WriteLine(Header);
        kept.ForEach(writer.WriteLine);
        return new(writer);
    }

    public void Add(RefusedLine line) => _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Line},\"{line.Reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    public void Dispose() => _writer.Dispose();
}

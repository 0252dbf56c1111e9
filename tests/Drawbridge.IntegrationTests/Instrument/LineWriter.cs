using System.Text;
using System.Threading.Channels;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>An output whose lines a test waits for.</summary>
internal sealed class LineWriter : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

    public async Task<string> NextAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        return await _lines.Reader.ReadAsync(deadline.Token);
    }
}

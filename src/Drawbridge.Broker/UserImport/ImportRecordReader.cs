using System.Text;

namespace Drawbridge.Broker.UserImport;

/// <summary>One record of a file: the line that it begins in, and its text; null for one that is too long to be a user.</summary>
internal readonly record struct ImportRecord(long Line, string? Text);

/// <summary>
/// Takes a file apart into records without ever holding more than one: JSON lines end with the line, records of CSV with a line's end outside quotes
/// (RFC 4180). Empty lines are none.
/// </summary>
internal sealed class ImportRecordReader(TextReader source, bool hasQuotes)
{
    /// <summary>Longest record, in characters.</summary>
    public const int LongestRecord = 16 * 1024;

    private readonly char[] _buffer = new char[32 * 1024];
    private int _length;
    private int _position;
    private long _line = 1;

    /// <summary>The next record, or null at the end.</summary>
    public async ValueTask<ImportRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var first = _line;
        var isQuoted = false;
        var isTooLong = false;
        while (true)
        {
            if (_position == _length)
            {
                _length = await source.ReadAsync(_buffer, cancellationToken);
                _position = 0;
                if (_length == 0)
                {
                    return text.Length > 0 || isTooLong ? Record() : null;
                }
            }

            var c = _buffer[_position++];
            if (c == '\n')
            {
                _line++;
                if (!isQuoted || isTooLong)
                {
                    if (text.ToString().AsSpan().Trim().Length > 0 || isTooLong)
                    {
                        return Record();
                    }

                    text.Clear();
                    first = _line;
                    continue;
                }
            }

            isQuoted ^= hasQuotes && c == '"';
            isTooLong |= text.Length == LongestRecord;
            if (!isTooLong)
            {
                text.Append(c);
            }
        }

        ImportRecord Record() => new(first, isTooLong ? null : text.ToString().TrimEnd('\r'));
    }
}

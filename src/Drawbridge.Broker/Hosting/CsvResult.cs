using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Hosting;

/// <summary>A table as a file (RFC 4180) that is written line by line, however long it is.</summary>
/// <param name="fileName">What it is saved as.</param>
/// <param name="columns">The first line.</param>
/// <param name="rows">The others.</param>
internal sealed class CsvResult(string fileName, IReadOnlyList<string> columns, IAsyncEnumerable<IReadOnlyList<string>> rows) : IResult
{
    private const int BufferSize = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"{string.Concat(fileName.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))}\"";
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize, leaveOpen: true);
        await WriteAsync(writer, columns, httpContext.RequestAborted);
        await foreach (var row in rows.WithCancellation(httpContext.RequestAborted))
        {
            await WriteAsync(writer, row, httpContext.RequestAborted);
        }
    }

    /// <summary>A cell, quoted where it must be. A text that a spreadsheet would take for a formula is made a text by an apostrophe; a number is left one.</summary>
    public static string Cell(string text)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var safe = !isNumber && text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r') ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static Task WriteAsync(StreamWriter writer, IReadOnlyList<string> cells, CancellationToken cancellationToken) =>
        writer.WriteAsync($"{string.Join(',', cells.Select(Cell))}\r\n".AsMemory(), cancellationToken);
}

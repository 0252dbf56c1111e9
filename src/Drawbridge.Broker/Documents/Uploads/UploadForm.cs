using System.Text;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.Documents.Uploads;

/// <summary>
/// A form with files whose body is read as it comes and never as a whole. The fields stand before the files: they are read first, and the checks
/// of all screens and the session find them as in any other form (SCR-38, SCR-76). The files are read by the endpoint, one after another.
/// </summary>
internal sealed class UploadForm
{
    private const int LongestBoundary = 70;
    private const int MostFields = 32;
    private const int LongestField = 8 * 1024;

    /// <summary>A body up to this size is read to its end, so that the browser shows the answer and not that the connection broke.</summary>
    private const long LongestBody = 256L * 1024 * 1024;

    private static readonly ScreenError TooLarge =
        ScreenError.Of(StatusCodes.Status413PayloadTooLarge, CrmErrorCode.RequestTooLarge, "The files are far too large; take smaller pictures");

    private readonly MultipartReader _reader;
    private MultipartSection? _next;

    private UploadForm(MultipartReader reader) => _reader = reader;

    /// <summary>Lets a group of screens take files. To be called before the checks of the screens are added.</summary>
    public static TBuilder Accept<TBuilder>(TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(static async (invocation, next) =>
        {
            try
            {
                return await TryReadFieldsAsync(invocation.HttpContext) ? await next(invocation) : ScreenError.UnreadableForm;
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return TooLarge; // so much that it is not even read to its end
            }
        });

    /// <summary>Lets an endpoint of such a group take large bodies.</summary>
    public static TBuilder AllowFiles<TBuilder>(TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestSizeLimitAttribute(LongestBody));

    /// <summary>The form of a request, or null when it has none with files.</summary>
    public static UploadForm? Of(HttpContext context) => context.Features.Get<UploadForm>();

    /// <summary>The next file, null behind the last. What is left of the one before is passed over. A field without a file chosen is passed over, too.</summary>
    /// <exception cref="InvalidDataException">The body is no form.</exception>
    public async Task<UploadedFile?> NextAsync(CancellationToken cancellationToken)
    {
        while ((_next ??= await _reader.ReadNextSectionAsync(cancellationToken)) is { } section)
        {
            _next = null;
            if (FileNameOf(section, out var field) is { Length: > 0 } name)
            {
                return new(field, name, section.ContentType, section.Body);
            }
        }

        return null;
    }

    private static async Task<bool> TryReadFieldsAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.MediaType != "multipart/form-data")
        {
            return true;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
        {
            return false;
        }

        var form = new UploadForm(new MultipartReader(boundary, context.Request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 });
        try
        {
            if (await form.ReadFieldsAsync(context.RequestAborted) is not { } fields)
            {
                return false;
            }

            context.Request.Form = new FormCollection(fields);
            context.Features.Set(form);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The fields before the first file; null when they are too many or too long.</summary>
    private async Task<Dictionary<string, StringValues>?> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        var buffer = new byte[LongestField];
        while ((_next = await _reader.ReadNextSectionAsync(cancellationToken)) is { } section && FileNameOf(section, out var name) is null)
        {
            var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            fields[name] = Encoding.UTF8.GetString(buffer, 0, length);
            if (length == buffer.Length || fields.Count > MostFields)
            {
                return null;
            }
        }

        return fields;
    }

    /// <summary>The name of the file of a section, empty when none was chosen; null when it is a field.</summary>
    private static string? FileNameOf(MultipartSection section, out string field)
    {
        field = "";
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.DispositionType != "form-data")
        {
            throw new InvalidDataException("A part of the form has no name.");
        }

        field = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        return disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value
            : disposition.FileName.HasValue ? HeaderUtilities.RemoveQuotes(disposition.FileName).Value
            : null;
    }
}

/// <summary>A file of a form, while its body is read.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="FileName">Its name, as the browser says.</param>
/// <param name="DeclaredType">Its type, as the browser says.</param>
/// <param name="Content">What is in it.</param>
internal sealed record UploadedFile(string Field, string FileName, string? DeclaredType, Stream Content);

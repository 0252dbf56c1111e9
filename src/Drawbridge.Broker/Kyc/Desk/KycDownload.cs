using Drawbridge.Broker.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.Kyc.Desk;

/// <summary>
/// A file for staff, decrypted as it is sent: as an attachment that no browser shows or takes for a page. Who looks at it in a page of ours gets a
/// photograph inline, which can carry no script.
/// </summary>
internal sealed class KycDownload : IResult
{
    private readonly KycDesk _desk;
    private readonly StoredDocument _document;
    private readonly bool _inline;

    private KycDownload(KycDesk desk, StoredDocument document, bool inline) => (_desk, _document, _inline) = (desk, document, inline);

    /// <param name="desk">Where the file is.</param>
    /// <param name="document">The file.</param>
    /// <param name="inline">Whether a photograph is shown rather than saved.</param>
    public static KycDownload Of(KycDesk desk, StoredDocument document, bool inline = false) => new(desk, document, inline && document.Format != DocumentFormat.Pdf);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue(_inline ? "inline" : "attachment");
        disposition.SetHttpFileName(_document.Name);
        response.ContentType = _document.MediaType;
        response.ContentLength = _document.Bytes;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return _desk.WriteDocumentAsync(_document, response.Body, httpContext.RequestAborted);
    }
}

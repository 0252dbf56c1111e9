using Drawbridge.Broker.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.Kyc.Desk;

/// <summary>A file for staff, as an attachment that no browser shows or takes for a page, decrypted as it is sent.</summary>
internal sealed class KycDownload : IResult
{
    private readonly KycDesk _desk;
    private readonly StoredDocument _document;

    private KycDownload(KycDesk desk, StoredDocument document) => (_desk, _document) = (desk, document);

    public static KycDownload Of(KycDesk desk, StoredDocument document) => new(desk, document);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
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

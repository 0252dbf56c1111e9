using Drawbridge.Broker.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>A file as an attachment, decrypted as it is sent. No browser takes it for a page, and only a picture can be shown within one.</summary>
internal sealed class ChatDownload : IResult
{
    private readonly DocumentVault _vault;
    private readonly StoredDocument _document;

    private ChatDownload(DocumentVault vault, StoredDocument document) => (_vault, _document) = (vault, document);

    public static ChatDownload Of(DocumentVault vault, StoredDocument document) => new(vault, document);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(_document.Name);
        response.ContentType = _document.MediaType;
        response.ContentLength = _document.Bytes;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return _vault.WriteAsync(_document, response.Body, httpContext.RequestAborted);
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>Hands every call on to the platform, and does something of a test's choosing before or after one of them.</summary>
internal sealed class CallProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _platform;
    private readonly Uri _target;
    private (string Path, bool After, Func<Task> Act, TaskCompletionSource Done)? _next;
    private int _underWay;

    private CallProxy(string authorityFile, Uri target)
    {
        _target = target;
        _platform = new HttpClient(TrustingHandler.New(authorityFile));
        var certificate = CertificateBeside(authorityFile);
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    /// <summary>What is done to a call instead of handing it on; null = it is handed on. Asked for every call that no test waits for.</summary>
    public Func<HttpRequest, byte[], CallFault?>? Faults { get; set; }

    /// <summary>Whether a call is on its way just now.</summary>
    public bool IsBusy => Volatile.Read(ref _underWay) > 0;

    /// <summary>Where the broker finds it.</summary>
    public string Address => _app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static async Task<CallProxy> StartAsync(string authorityFile, Uri target)
    {
        var proxy = new CallProxy(authorityFile, target);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>
    /// Does something at the next call to a path, once: before the platform sees it, which then never does, or after the platform has
    /// answered, when the answer is lost. Completes when it is done.
    /// </summary>
    public Task NextCallTo(string path, bool after, Func<Task> act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _next = (path, after, act, done);
        return done.Task;
    }

    /// <summary>The server certificate in the folder of an authority.</summary>
    public static X509Certificate2 CertificateBeside(string authorityFile)
    {
        var folder = Path.GetDirectoryName(authorityFile)!;
        using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _platform.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            await HandleAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        if ((TakeNext(context.Request) ?? Faults?.Invoke(context.Request, body)) is not { } fault)
        {
            await AnswerAsync(context, await SendAsync(context.Request, body));
            return;
        }

        if (fault.After)
        {
            (await SendAsync(context.Request, body)).Dispose();
        }

        await fault.ActAsync(context);
    }

    private CallFault? TakeNext(HttpRequest request)
    {
        if (_next is not { } next || next.Path != request.Path.Value)
        {
            return null;
        }

        _next = null;
        return new(next.After, async context =>
        {
            await next.Act();
            next.Done.SetResult();
            context.Abort();
        });
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequest request, byte[] body)
    {
        using var forwarded = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_target, request.Path + request.QueryString));
        forwarded.Content = new ByteArrayContent(body);
        foreach (var header in request.Headers.Where(header => header.Key is "Accept" or "Content-Type" or "Authorization"))
        {
            var values = (IEnumerable<string?>)header.Value;
            _ = forwarded.Headers.TryAddWithoutValidation(header.Key, values) || forwarded.Content.Headers.TryAddWithoutValidation(header.Key, values);
        }

        return await _platform.SendAsync(forwarded);
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        using (answer)
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            if (answer.Content.Headers.ContentType is { } type)
            {
                context.Response.ContentType = type.ToString();
            }

            if (answer.Headers.RetryAfter is { } wait)
            {
                context.Response.Headers.RetryAfter = new StringValues(wait.ToString());
            }

            var body = await answer.Content.ReadAsByteArrayAsync();
            if (body.Length > 0)
            {
                await context.Response.Body.WriteAsync(body);
            }
        }
    }
}

/// <summary>What is done to a call.</summary>
/// <param name="After">Whether the platform gets it first.</param>
/// <param name="ActAsync">What the caller sees.</param>
internal sealed record CallFault(bool After, Func<HttpContext, Task> ActAsync);

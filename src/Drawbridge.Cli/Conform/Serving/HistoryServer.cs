using System.Net;
using System.Net.Sockets;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Hosting;
using Drawbridge.Conformance.Reports.Bundles;
using Drawbridge.Conformance.Reports.Comparison;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Reports.Html;
using Drawbridge.Conformance.Reports.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Cli.Conform.Serving;

/// <summary>Serves the runs of a folder on this machine alone. Pages are made when they are asked for, so a run that ends meanwhile is there at the next look.</summary>
internal sealed class HistoryServer(Terminal terminal, string folder)
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        [RunFolder.JUnit] = "application/xml", [RunFolder.Markdown] = "text/markdown; charset=utf-8", [RunFolder.Har] = "application/json", [RunJson.FileName] = "application/json", [Bundle.FileName] = "application/zip",
    };

    public async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        await using var app = Build(port);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            throw new FaultException($"port {port} is in use.", "Choose another: --port PORT, or 0 for any that is free.", innerException: e);
        }

        terminal.OutputWriter.WriteLine($"ready: runs of {Path.GetFullPath(folder)} at {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/");
        await StopRequest.WaitAsync([app], cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>The server, not started.</summary>
    internal WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "drawbridge-conform", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        var app = builder.Build();
        app.Use(ProtectAsync);
        app.UseRouting();
        app.MapGet("/", () => Html(HistoryPages.List(RunFolder.ReadAll(folder).Select(static one => one.Run).ToList())));
        app.MapGet("/runs/{id}/", (string id) => Find(id) is { } found ? Html(HtmlReport.Write(RunFolder.WithPictures(found.Run, found.Folder), static step => step.Png)) : Results.NotFound());
        app.MapGet("/runs/{id}/{file}", FileOf);
        app.MapGet("/runs/{id}/pictures/{file}", PictureOf);
        app.MapGet("/compare", (string before, string after) =>
            Find(before) is { } old && Find(after) is { } now ? Html(HistoryPages.Compare(RunComparison.Of(old.Run, now.Run))) : Results.NotFound());
        return app;
    }

    /// <summary>Only for this machine's own browser: another site cannot read it by a name that it points here.</summary>
    private static Task ProtectAsync(HttpContext context, Func<Task> next)
    {
        if (context.Request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        (headers.XContentTypeOptions, headers.CacheControl, headers["Referrer-Policy"]) = ("nosniff", "no-store", "no-referrer");
        return next();
    }

    private (RunRecord Run, string Folder)? Find(string id) => RunFolder.ReadAll(folder).Where(one => one.Run.Id == id).Select(static one => ((RunRecord, string)?)one).FirstOrDefault();

    private IResult FileOf(string id, string file) =>
        Find(id) is { } found && Files.TryGetValue(file, out var type) && Path.Combine(found.Folder, file) is var path && File.Exists(path) ? Results.File(Path.GetFullPath(path), type) : Results.NotFound();

    private IResult PictureOf(string id, string file) =>
        Find(id) is { } found && Words.FileName(Path.GetFileNameWithoutExtension(file)) + ".png" is var name && Path.Combine(found.Folder, RunRecorder.PictureFolder, name) is var path && File.Exists(path)
            ? Results.File(Path.GetFullPath(path), "image/png")
            : Results.NotFound();

    private static IResult Html(string page) => Results.Content(page, "text/html; charset=utf-8");
}

using System.Collections.Concurrent;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Running;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing;

/// <summary>A tab in a private window of its own. Notices everything that a page does beside being shown.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly ConcurrentQueue<IRequest> _requests = new();
    private readonly ConcurrentDictionary<IRequest, bool> _underWay = new();
    private readonly ConcurrentQueue<string> _dialogs = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly TaskCompletionSource<Uri> _success = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri? _successUrl;
    private readonly Secrets _secrets;
    private int _popUps;

    private Tab(IBrowserContext context, IPage page, Uri? successUrl, Secrets secrets)
    {
        (Context, Page, _successUrl, _secrets) = (context, page, successUrl, secrets);
        context.Request += (_, request) => See(request);
        context.RequestFinished += (_, request) => Forget(request);
        context.RequestFailed += (_, request) => Forget(request);
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        context.WebError += (_, error) => _complaints.Enqueue(error.Error);
        page.Popup += (_, _) => Interlocked.Increment(ref _popUps);
        page.Dialog += (_, dialog) =>
        {
            _dialogs.Enqueue($"{dialog.Type}: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Where the screen is: the page itself, or a frame in it.</summary>
    public IFrame Target { get => field ?? Page.MainFrame; set; }

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<IRequest> Requests => [.. _requests];

    /// <summary>Whether the screen is on its way to another page.</summary>
    public bool IsLeaving => _underWay.Keys.Any(request => request.Frame == Target);

    /// <summary>What the page asked the user in windows of the browser.</summary>
    public IReadOnlyList<string> Dialogs => [.. _dialogs];

    /// <summary>Errors that the browser wrote down.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Windows that the page opened without being asked.</summary>
    public int PopUps => _popUps;

    /// <summary>The address of the success page, once a page or frame has gone there.</summary>
    public Task<Uri> Success => _success.Task;

    public static async Task<Tab> OpenAsync(CaseRun run, TabOptions? options = null)
    {
        options ??= new();
        var browser = await run.Context.GetBrowserAsync();
        var context = await browser.NewContextAsync(new()
        {
            Locale = options.Locale,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = options.Width, Height = options.Height },
            StorageState = options.State,
            ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout((float)options.Patience.TotalMilliseconds);
        if (options.Quick)
        {
            await context.RouteAsync("**/*", static route => route.Request.ResourceType is "image" or "font" or "media" ? route.AbortAsync() : route.ContinueAsync());
        }

        return new Tab(context, await context.NewPageAsync(), run.Plan.Broker?.SuccessUrl, run.Secrets);
    }

    /// <summary>Opens an address in the tab.</summary>
    /// <returns>The last answer of the document; null when the browser gave none.</returns>
    /// <exception cref="ConfigurationFaultException">The server cannot be reached.</exception>
    /// <exception cref="NonconformityException">It took the request and the page did not come.</exception>
    public async Task<IResponse?> GoAsync(Uri url)
    {
        try
        {
            return await Page.GotoAsync(url.AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        }
        catch (TimeoutException)
        {
            throw new NonconformityException("a page that is there within 15 s", "one that is still loading");
        }
        catch (PlaywrightException e)
        {
            throw NetFault.Of(e.Message, url) ?? (Exception)new NonconformityException("a page", $"none ({NetFault.CodeIn(e.Message) ?? "the browser stopped loading it"})");
        }
    }

    /// <summary>What the tab looks like now.</summary>
    public async Task<Picture> PictureAsync(string name) => new(name, await Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled }));

    public async ValueTask DisposeAsync()
    {
        _success.TrySetCanceled();
        try
        {
            await Context.CloseAsync();
        }
        catch (PlaywrightException)
        {
            // It is closed already.
        }
    }

    private void Forget(IRequest request) => _underWay.TryRemove(request, out _);

    private void See(IRequest request)
    {
        _requests.Enqueue(request);
        if (request.IsNavigationRequest)
        {
            _underWay.TryAdd(request, true);
        }

        if (_successUrl is null || !Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || !request.IsNavigationRequest || !SuccessPage.Is(url, _successUrl))
        {
            return;
        }

        _secrets.Learn(System.Web.HttpUtility.ParseQueryString(url.Query)["token"], "OT token");
        _success.TrySetResult(url);
    }
}

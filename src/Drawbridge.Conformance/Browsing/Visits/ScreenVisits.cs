using System.Globalization;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Running;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>Opens screens and writes down what is seen.</summary>
internal static class ScreenVisits
{
    private const string FramePath = "/__conformance-frame";

    /// <summary>A visit of a screen, made once for all cases of a run.</summary>
    public static async Task<ScreenVisit> VisitAsync(this CaseRun run, ScreenView view, CancellationToken cancellationToken)
    {
        var visit = await run.Context.Shared.GetAsync(view.Key, () => TakeAsync(run, view, cancellationToken));
        run.Note($"opens {visit.Address.PathAndQuery}{(view.Framed ? " in a frame of the application" : "")}: status {visit.Status}, \"{visit.Page.Title}\"");
        return visit;
    }

    /// <summary>The address of a screen as an application opens it, with a fresh OT token where it needs one.</summary>
    public static async Task<Uri> AddressAsync(this CaseRun run, ScreenView view, CancellationToken cancellationToken)
    {
        var screen = view.Screen;
        var parameters = new List<KeyValuePair<string, string>>();
        if (screen.Entrance == Entrance.Token)
        {
            parameters.Add(new("token", await run.Crm.NewOneTimeTokenAsync(cancellationToken)));
            if (await run.AccountAsync(cancellationToken) is { } account)
            {
                parameters.Add(new("account", account.ToString(CultureInfo.InvariantCulture)));
            }
        }

        foreach (var (name, value) in new[] { ("firstLogin", screen.FirstLogin), ("lang", view.Lang), ("theme", view.Theme), ("source", view.Source) })
        {
            if (value is not null)
            {
                parameters.Add(new(name, value));
            }
        }

        var address = ScreenAddress.Of(run.Broker, screen.Path(run.Plan.Screens), run.Broker.Names, parameters);
        return view.More.Length == 0 ? address : new UriBuilder(address) { Query = $"{address.Query.TrimStart('?')}&{view.More}" }.Uri;
    }

    /// <summary>The account of the first trader; null when nobody can say which.</summary>
    public static async Task<long?> AccountAsync(this CaseRun run, CancellationToken cancellationToken)
    {
        var trader = run.Crm.Trader();
        if (trader.Account is not null || run.Plan.Platform is null)
        {
            return trader.Account;
        }

        var known = await run.Crm.UserAsync(cancellationToken);
        return known.AccessToken is null ? null : (await run.Context.Shared.GetAsync(
            $"account of {trader.Email}",
            async () =>
            {
                var session = await new PlatformDeskClient(run).ReopenAsync(run.Broker.Names, known.AccessToken, cancellationToken);
                return session.Accounts.FirstOrDefault(static account => account.EnvironmentName == "live") ?? (session.Accounts is [var first, ..] ? first : null)
                    ?? throw new ConfigurationFaultException($"{trader.Email} has no account at the platform", "Name a trader with a live account first under users in the plan.");
            })).Login;
    }

    /// <summary>Puts a picture of a view into the evidence, for a case that has something to say about it.</summary>
    public static async Task ShowAsync(this CaseRun run, ScreenView view, CancellationToken cancellationToken)
    {
        try
        {
            var address = await run.AddressAsync(view, cancellationToken);
            run.Show($"{view.Screen.Name} as it was", await run.InTabAsync(
                async tab =>
                {
                    await tab.GoAsync(address);
                    return await tab.PictureAsync(view.Screen.Id);
                },
                cancellationToken));
        }
        catch (Exception e) when (e is NonconformityException or ConfigurationFaultException)
        {
            run.Note($"no picture could be taken: {e.Message}");
        }
    }

    /// <summary>How long a view takes to load when it is opened once more.</summary>
    public static async Task<double> LoadedMsAsync(this CaseRun run, ScreenView view, CancellationToken cancellationToken)
    {
        var address = await run.AddressAsync(view, cancellationToken);
        return await run.InTabAsync(
            async tab => (await PageScripts.FactsAsync((await OpenAsync(tab, address))!)).LoadedMs,
            cancellationToken,
            await OptionsAsync(run, view, cancellationToken));
    }

    private static async Task<TabOptions> OptionsAsync(CaseRun run, ScreenView view, CancellationToken cancellationToken) =>
        new() { State = view.Screen.Entrance == Entrance.ClientArea ? await ClientSession.StateAsync(run, view.Screen, cancellationToken) : null };

    private static async Task<ScreenVisit> TakeAsync(CaseRun run, ScreenView view, CancellationToken cancellationToken)
    {
        var address = await run.AddressAsync(view, cancellationToken);
        return await run.InTabAsync(
            async tab =>
            {
                if (view.WithoutThirdPartyCookies)
                {
                    await new ThirdPartyCookies(run).BlockAsync(tab.Context);
                }

                var frame = view.Framed ? await OpenFramedAsync(run, tab, address) : await OpenAsync(tab, address);
                return await WriteDownAsync(run, tab, frame, view, address);
            },
            cancellationToken,
            await OptionsAsync(run, view, cancellationToken));
    }

    private static async Task<IFrame?> OpenAsync(Tab tab, Uri address)
    {
        await tab.GoAsync(address);
        return tab.Page.MainFrame;
    }

    /// <summary>A page at the application's origin with the screen in a frame, as the web application shows it.</summary>
    public static async Task<IFrame?> OpenFramedAsync(CaseRun run, Tab tab, Uri address)
    {
        var parent = new Uri(run.Broker.SuccessUrl, FramePath);
        await AllowLocalServersAsync(tab.Context);
        await tab.Context.RouteAsync(parent.AbsoluteUri, route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"<!doctype html><title>application</title><style>html,body,iframe{{margin:0;border:0;width:100%;height:100%}}</style><iframe src=\"{System.Net.WebUtility.HtmlEncode(address.AbsoluteUri)}\"></iframe>",
        }));
        await tab.GoAsync(parent);
        var frame = tab.Page.Frames.Skip(1).FirstOrDefault();
        return frame is null || frame.Url.StartsWith("chrome-error:", StringComparison.Ordinal) || frame.Url.Length == 0 ? null : frame;
    }

    /// <summary>A page that no server served may not ask this machine for anything in newer browsers, as long as nobody allows it.</summary>
    private static async Task AllowLocalServersAsync(IBrowserContext context)
    {
        try
        {
            await context.GrantPermissionsAsync(["local-network-access"]);
        }
        catch (PlaywrightException)
        {
            // An older browser has no such rule.
        }
    }

    private static async Task<ScreenVisit> WriteDownAsync(CaseRun run, Tab tab, IFrame? frame, ScreenView view, Uri address)
    {
        var document = tab.Requests.LastOrDefault(request => request.IsNavigationRequest && Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.AbsolutePath != FramePath
            && (frame is null || request.Frame == frame));
        var answer = document is null ? null : await document.ResponseAsync();
        var requests = new List<RequestSeen>();
        var cookies = new List<string>();
        foreach (var request in tab.Requests.Where(static request => request.Url.StartsWith("http", StringComparison.Ordinal) && !request.Url.Contains(FramePath, StringComparison.Ordinal)))
        {
            var url = new Uri(request.Url);
            var isOwn = url.Authority == run.Broker.Url.Authority;
            var response = request.Failure is null ? await request.ResponseAsync() : null;
            requests.Add(new(url, request.ResourceType, response?.Status ?? 0, isOwn ? null : (await request.AllHeadersAsync()).GetValueOrDefault("referer")));
            if (response is not null && request.ResourceType is "document" or "xhr" or "fetch")
            {
                cookies.AddRange(((await response!.AllHeadersAsync()).GetValueOrDefault("set-cookie") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        var facts = frame is null ? new PageFacts() : await PageScripts.FactsAsync(frame);
        var pictures = new List<Picture>();
        if (view.Measured && frame is not null)
        {
            pictures.Add(await tab.PictureAsync(view.Screen.Id));
        }

        var layouts = new List<(ScreenSize Size, PageLayout Layout)>();
        if (view.Measured && frame is not null)
        {
            foreach (var size in ScreenView.Sizes)
            {
                await tab.Page.SetViewportSizeAsync(size.Width, size.Height);
                layouts.Add((size, await PageScripts.LayoutAsync(frame)));
                if (size.Width is 390 or 1024)
                {
                    pictures.Add(await tab.PictureAsync($"{view.Screen.Id}-{size.Width}x{size.Height}"));
                }
            }
        }

        return new ScreenVisit
        {
            View = view,
            Address = address,
            Status = answer?.Status ?? 0,
            Headers = answer is null ? new Dictionary<string, string>(StringComparer.Ordinal) : await answer.AllHeadersAsync(),
            Requests = requests,
            Cookies = cookies,
            Dialogs = tab.Dialogs,
            PopUps = tab.PopUps,
            Complaints = [.. tab.Complaints.Select(run.Secrets.Mask)],
            Page = facts,
            Layouts = layouts,
            Pictures = pictures,
        };
    }
}

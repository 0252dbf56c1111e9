using System.Globalization;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Portal.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>The partner's campaign links: make, copy, print as a QR code, archive.</summary>
internal static class PortalLinkEndpoints
{
    private const string One = ScreenPaths.PartnerLinks + "/{id:long}";

    public static void MapPortalLinks(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.PartnerLinks, ListAsync);
        pages.MapPost(ScreenPaths.PartnerLinks, AddAsync);
        pages.MapGet(One, OpenAsync);
        pages.MapGet(One + ".svg", DownloadAsync);
        pages.MapPost(One + ScreenPaths.Archive, ArchiveAsync);
        pages.MapGet(One + ScreenPaths.Archive, static (HttpContext context, long id) => new SeeOther(context.GetScreen().Parameters.UrlFor(PathOf(id))));
    }

    /// <summary>Where the page of a link is.</summary>
    public static string PathOf(long id) => $"{ScreenPaths.PartnerLinks}/{id.ToString(CultureInfo.InvariantCulture)}";

    private static async Task<IResult> ListAsync(HttpContext context, PartnerPortal portal, PortalReader reader, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerLinks, cancellationToken);
        return visit is null ? answer! : await ShowListAsync(context, visit, reader, new() { Target = LinkTarget.SignUp }, new(), cancellationToken);
    }

    private static async Task<IResult> AddAsync(HttpContext context, PartnerPortal portal, PortalReader reader, PartnerLinkService service, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerLinks, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var target = LinkAddress.TargetOf(form["target"].ToString()) ?? LinkTarget.SignUp;
        var isPlace = target is LinkTarget.App or LinkTarget.Web;
        var asked = new PartnerLink
        {
            Name = form["name"].ToString().Trim(), Target = target, DeepLink = isPlace ? Text("deepLink") : null, Username = isPlace ? Text("username") : null,
            UtmSource = Text("utmSource"), UtmMedium = Text("utmMedium"), UtmCampaign = Text("utmCampaign"), UtmTerm = Text("utmTerm"),
        };
        var outcome = await service.AddAsync(context.GetBroker(), visit.Partner!, asked, also: null, cancellationToken);
        if (outcome is LinkOutcome<PartnerLink>.Done done)
        {
            return new SeeOther(visit.UrlFor(context.GetScreen(), PathOf(done.Value.Id)));
        }

        var texts = context.GetScreen().Texts;
        var errors = new FormErrors();
        if (outcome is LinkOutcome<PartnerLink>.Invalid invalid)
        {
            errors.Add(invalid.Field, texts[asked.Name.Length == 0 ? ScreenTextKey.ErrorFieldMissing : ScreenTextKey.ErrorFieldInvalid]);
        }
        else
        {
            errors.Add(field: null, texts[PartnerTextKey.PartnerErrorMany]);
        }

        return await ShowListAsync(context, visit, reader, asked, errors, cancellationToken);

        string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
    }

    private static async Task<IResult> OpenAsync(HttpContext context, long id, PartnerPortal portal, PortalReader reader, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerLinks, cancellationToken);
        return visit is null ? answer!
            : await reader.FindLinkAsync(context, visit.Partner!, id, cancellationToken) is { } link
                ? PartnerPortal.Show<PartnerLinkPage>(context, new LinkModel(visit, link, $"data:{QrPicture.ContentType};base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(QrPicture.Draw(link.Url)))}"))
                : ScreenError.NotFound;
    }

    private static async Task<IResult> DownloadAsync(HttpContext context, long id, PartnerPortal portal, PortalReader reader, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerLinks, cancellationToken);
        return visit is null ? answer!
            : await reader.FindLinkAsync(context, visit.Partner!, id, cancellationToken) is { } link
                ? TypedResults.File(Encoding.UTF8.GetBytes(QrPicture.Draw(link.Url)), QrPicture.ContentType, $"{link.Link.Slug}.svg")
                : ScreenError.NotFound;
    }

    private static async Task<IResult> ArchiveAsync(HttpContext context, long id, PartnerPortal portal, PartnerLinkService service, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerLinks, cancellationToken);
        return visit is null ? answer!
            : await service.ArchiveAsync(visit.Partner!, id, also: null, cancellationToken) is LinkOutcome<PartnerLink>.Done
                ? new SeeOther(visit.UrlFor(context.GetScreen(), ScreenPaths.PartnerLinks))
                : ScreenError.NotFound;
    }

    private static async Task<IResult> ShowListAsync(
        HttpContext context, PortalVisit visit, PortalReader reader, PartnerLink form, FormErrors errors, CancellationToken cancellationToken) => PartnerPortal.Show<PartnerLinksPage>(
        context,
        new LinksModel(visit, await reader.ListLinksAsync(context, visit.Partner!, cancellationToken), PartnerLinkService.TargetsOf(context.GetBroker()), form, errors),
        errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}

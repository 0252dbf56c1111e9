using Drawbridge.Broker.Management.OpenApi;

namespace Drawbridge.Broker.Partners.Links.Api;

/// <summary>How the calls about links and codes are described.</summary>
internal static class PartnerLinkDescriptions
{
    private static readonly ApiParameter[] _page =
    [
        new("limit", "How many at most: 50 unless said, 200 at most", "integer"), new("cursor", "nextCursor of the answer before"),
    ];

    public static ApiOperation Links { get; } = new("Campaign links of a partner, the latest first")
    {
        Parameters = _page, Answers = [new(200, "A page of them, with what came of each", PartnerLinkJson.Default.PartnerLinkList)], Refusals = [400, 404],
    };

    public static ApiOperation AddLink { get; } = new("Makes a campaign link of a partner")
    {
        Description = "target is signup (the default), client, app or web, as far as the broker's settings have an address for it; deepLink and username are for app and web. 409 when the partner has 200 links that are not archived.",
        Body = new(PartnerLinkJson.Default.NewPartnerLinkRequest, "name"),
        Answers = [new(201, "The link", PartnerLinkJson.Default.PartnerLinkAnswer)],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation ArchiveLink { get; } = new("Archives a campaign link: it leads on, and to no partner")
    {
        Body = new(PartnerLinkJson.Default.PartnerArchiveRequest), Answers = [new(200, "The link", PartnerLinkJson.Default.PartnerLinkAnswer)], Refusals = [400, 404],
    };

    public static ApiOperation Picture { get; } = new("The QR code of a campaign link")
    {
        Answers = [new(200, "The picture", null, QrPicture.ContentType)], Refusals = [404],
    };

    public static ApiOperation Codes { get; } = new("Codes of a partner, the latest first")
    {
        Parameters = _page, Answers = [new(200, "A page of them", PartnerLinkJson.Default.PartnerCodeList)], Refusals = [400, 404],
    };

    public static ApiOperation AddCode { get; } = new("Makes a code of a partner, which people type at the sign-up")
    {
        Description = "The sign-up screen asks for codes where Settings:Partners:Links:Codes says so. 409 when the broker has the code already, archived or not, or the partner has 200.",
        Body = new(PartnerLinkJson.Default.NewPartnerCodeRequest),
        Answers = [new(201, "The code", PartnerLinkJson.Default.PartnerCodeAnswer)],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation ArchiveCode { get; } = new("Archives a code: it brings nobody any more, and nobody else gets it")
    {
        Body = new(PartnerLinkJson.Default.PartnerArchiveRequest), Answers = [new(204, "Done", null)], Refusals = [400, 404],
    };
}

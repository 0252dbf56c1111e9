using Drawbridge.Broker.Management.OpenApi;

namespace Drawbridge.Broker.Traders;

/// <summary>How the calls about traders are described.</summary>
internal static class TraderDescriptions
{
    private static readonly ApiAnswer Done = new(204, "Done", Type: null);

    public static ApiOperation List { get; } = new("Traders, the latest first")
    {
        Parameters =
        [
            new("brokerName", "Only those of this broker"),
            new("search", "The beginning of an e-mail address or a name, or the whole number of an account or a user of the platform"),
            new("limit", "How many at most: 50 unless said, 200 at most", "integer"),
            new("cursor", "nextCursor of the answer before"),
        ],
        Answers = [new(200, "A page of them", TraderJson.Default.TraderList)],
        Refusals = [400],
    };

    public static ApiOperation Get { get; } = new("One trader, with second steps, sessions and long-term tokens, accounts, and what was agreed to")
    {
        Answers = [new(200, "The trader", TraderJson.Default.TraderDetail)],
        Refusals = [404],
    };

    public static ApiOperation PutCountry { get; } = new("Says where a trader lives")
    {
        Description = "A code of ISO 3166-1 with two capital letters. Campaigns of ribbons can ask for it.",
        Body = new(TraderJson.Default.TraderCountryRequest, "country"),
        Answers = [new(204, "It is so", Type: null)],
        Refusals = [400, 404],
    };

    public static ApiOperation RemoveCountry { get; } = new("Forgets where a trader lives") { Answers = [new(204, "It is not known", Type: null)], Refusals = [404] };

    public static ApiOperation EndOne { get; } = new("Ends one session, or revokes one access token with the inappTokens bound to it") { Answers = [Done], Refusals = [404] };

    public static ApiOperation EndAll { get; } = new("Ends every session of a trader, here and on the platform, and revokes every token") { Answers = [Done], Refusals = [404] };

    public static ApiOperation ResetFactor { get; } = new("Takes the authenticator app, recovery codes and passkeys of a trader away")
    {
        Description = "Every session ends, and the trader is told by mail. 409 when there was nothing to take away.",
        Body = new(TraderJson.Default.TraderActRequest, "reason"),
        Answers = [Done],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation Block { get; } = new("Keeps a trader out")
    {
        Description = "Every session ends, here and on the platform, and nothing logs in any more: no password, passkey, token or link. 409 when the trader is blocked already.",
        Body = new(TraderJson.Default.TraderActRequest, "reason"),
        Answers = [Done],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation Unblock { get; } = new("Lets a blocked trader log in again")
    {
        Description = "409 when the trader is not blocked.",
        Body = new(TraderJson.Default.TraderActRequest, "reason"),
        Answers = [Done],
        Refusals = [400, 404, 409],
    };
}

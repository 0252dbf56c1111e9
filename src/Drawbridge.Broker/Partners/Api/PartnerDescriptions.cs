using Drawbridge.Broker.Management.OpenApi;

namespace Drawbridge.Broker.Partners.Api;

/// <summary>How the calls about partners are described.</summary>
internal static class PartnerDescriptions
{
    private static readonly ApiAnswer _partner = new(200, "The partner", PartnerJson.Default.PartnerDetail);

    public static ApiOperation List { get; } = new("Partners, the latest first")
    {
        Parameters =
        [
            new("brokerName", "Only those of this broker"), new("status", "Only these", Values: ["pending", "active", "suspended", "rejected"]),
            new("limit", "How many at most: 50 unless said, 200 at most", "integer"), new("cursor", "nextCursor of the answer before"),
        ],
        Answers = [new(200, "A page of them", PartnerJson.Default.PartnerList)],
        Refusals = [400],
    };

    public static ApiOperation Add { get; } = new("Makes a trader, or one account of a trader, a partner")
    {
        Description = "Active at once; the platform is told of the identifier as soon as it knows the trader. partnerId is what the broker gave already; left out, one is made. 409 when the trader is a partner already or the identifier is taken.",
        Body = new(PartnerJson.Default.NewPartnerRequest, "brokerName", "traderId"),
        Answers = [new(201, "The partner", PartnerJson.Default.PartnerDetail)],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation Get { get; } = new("One partner, those above, and how many traders it has") { Answers = [_partner], Refusals = [404] };

    public static ApiOperation Approve { get; } = Decision("Accepts a partner who waits or was rejected");

    public static ApiOperation Reject { get; } = Decision("Turns a partner who waits down");

    public static ApiOperation Suspend { get; } = Decision("Suspends a partner: nobody new is attributed; traders and network stay");

    public static ApiOperation Resume { get; } = Decision("Lets a suspended partner go on");

    public static ApiOperation Move { get; } = new("Puts a partner with its network under another one, or at the top")
    {
        Description = "From now on, or from a later time on; the past stays. 409 when the partner would stand above itself.",
        Body = new(PartnerJson.Default.PartnerMoveRequest, "reason"),
        Answers = [_partner],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation Rename { get; } = new("Calls a partner otherwise")
    {
        Description = "partnerId stays, and with it every link.",
        Body = new(PartnerJson.Default.PartnerNameRequest, "name", "reason"),
        Answers = [_partner],
        Refusals = [400, 404],
    };

    public static ApiOperation Traders { get; } = new("Traders of a partner, the latest first")
    {
        Parameters = [new("limit", "How many at most: 50 unless said, 200 at most", "integer"), new("cursor", "nextCursor of the answer before")],
        Answers = [new(200, "A page of them", PartnerJson.Default.AttributedTraderList)],
        Refusals = [400, 404],
    };

    public static ApiOperation Explain { get; } = new("Whose trader somebody is, and why")
    {
        Description = "Every line of the ledger with what became of it. As of a time that has passed the answer never changes.",
        Parameters = [new("asOf", "The time, such as 2026-11-01T00:00:00Z; now by default")],
        Answers = [new(200, "The explanation", PartnerJson.Default.AttributionAnswer)],
        Refusals = [400, 404],
    };

    public static ApiOperation Assign { get; } = new("Gives a trader to a partner, or to nobody")
    {
        Body = new(PartnerJson.Default.AttributionRequestBody, "reason"),
        Answers = [new(200, "The explanation", PartnerJson.Default.AttributionAnswer)],
        Refusals = [400, 404],
    };

    private static ApiOperation Decision(string what) => new(what)
    {
        Description = "409 when the partner's status does not allow it.",
        Body = new(PartnerJson.Default.PartnerDecisionRequest, "reason"),
        Answers = [_partner],
        Refusals = [400, 404, 409],
    };
}

using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.PaymentDesk;

namespace Drawbridge.Broker.Ribbons.Api;

/// <summary>How the calls about ribbons are described.</summary>
internal static class RibbonDescriptions
{
    private static readonly ApiAnswer Campaign = new(200, "The campaign as it is then", RibbonAnswerJson.Default.CampaignAnswer);

    public static ApiOperation List { get; } = new("Campaigns of ribbons, the latest first")
    {
        Parameters =
        [
            new("brokerName", "Only those of this broker"), new("limit", "How many at most: 50 unless said, 200 at most", "integer"), new("cursor", "nextCursor of the answer before"),
        ],
        Answers = [new(200, "A page of them", RibbonAnswerJson.Default.CampaignList)],
        Refusals = [400],
    };

    public static ApiOperation Add { get; } = new("Writes a campaign: a draft, which nobody sees before somebody else has approved it")
    {
        Description = "Ribbons need single sign-on. Every fault of the campaign is told at once.",
        Parameters = [new(PaymentDeskEndpoints.KeyHeader, "Of your choice: sent again with the same one, it makes no second campaign", In: "header")],
        Body = new(RibbonRequestJson.Campaign, "brokerName", "by", "name", "titles", "color", "action"),
        Answers = [new(201, "The draft", RibbonAnswerJson.Default.CampaignAnswer), new(200, "It was there already, by the same key", RibbonAnswerJson.Default.CampaignAnswer)],
        Refusals = [400],
    };

    public static ApiOperation Get { get; } = new("One campaign, with how far it has come") { Answers = [new(200, "The campaign", RibbonAnswerJson.Default.CampaignAnswer)], Refusals = [404] };

    public static ApiOperation Write { get; } = new("Writes another draft of a campaign")
    {
        Description = "What was approved before stays in force until somebody else approves this draft.",
        Body = new(RibbonRequestJson.Campaign, "by", "name", "titles", "color", "action"),
        Answers = [Campaign],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation Preview { get; } = new("Tells what a campaign would do: how many traders it has, when it shows, how readable it is")
    {
        Description = "Nothing is stored.",
        Body = new(RibbonRequestJson.Campaign, "brokerName", "name", "titles", "color", "action"),
        Answers = [new(200, "What it would do", RibbonAnswerJson.Default.CampaignPreview)],
        Refusals = [400],
    };

    public static ApiOperation Compare { get; } = new("Compares what the platform has confirmed to what is planned, for all traders of each broker")
    {
        Description = "The platform has no call to read ribbons: what it confirmed last is what it has.",
        Parameters = [new("brokerName", "Only this broker")],
        Answers = [new(200, "How they compare", RibbonAnswerJson.Default.RibbonComparisonList)],
        Refusals = [400],
    };

    public static ApiOperation Clear { get; } = new("Takes every ribbon of a broker away: pauses all its campaigns")
    {
        Description = "These calls go to the platform before all other ribbons.",
        Body = new(RibbonRequestJson.Act, "brokerName", "by", "reason"),
        Answers = [new(200, "How many campaigns were paused", RibbonAnswerJson.Default.RibbonsCleared)],
        Refusals = [400],
    };

    public static ApiOperation Trader { get; } = new("What a trader sees, is to see, and why")
    {
        Answers = [new(200, "The ribbons", RibbonAnswerJson.Default.TraderRibbonsAnswer)],
        Refusals = [404],
    };

    public static ApiOperation Resend { get; } = new("Sends a trader's ribbons to the platform once more") { Answers = [new(204, "They will be sent", Type: null)], Refusals = [404] };

    public static ApiOperation Act(string summary) => new(summary)
    {
        Description = "Done already, it answers as before. 409 when the campaign is not in a state for it, was changed since the revision that you read, or is to be approved by who wrote it.",
        Body = new(RibbonRequestJson.Act, "by"),
        Answers = [Campaign],
        Refusals = [400, 404, 409],
    };
}

using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Management.OpenApi;

namespace Drawbridge.Broker.Kyc.Desk;

/// <summary>How the calls about verifications are described.</summary>
internal static class KycDeskDescriptions
{
    private static readonly ApiAnswer One = new(200, "The verification as it is now", KycDeskJson.Default.KycDossierAnswer);

    public static ApiOperation List { get; } = new("Verifications, the latest first")
    {
        Description = "Drafts are the trader's own affair: they come only when state asks for them.",
        Parameters =
        [
            new("brokerName", "Only those of this broker"),
            new("state", "Only those in this state", Values: [.. Enum.GetValues<KycState>().Select(KycMachine.NameOf)]),
            new("limit", "How many at most: 50 unless said, 200 at most", "integer"),
            new("cursor", "nextCursor of the answer before"),
        ],
        Answers = [new(200, "A page of them, and how many wait at each broker", KycDeskJson.Default.KycCaseList)],
        Refusals = [400],
    };

    public static ApiOperation Get { get; } = new("One verification with its answers, files and history") { Answers = [One], Refusals = [404] };

    public static ApiOperation Download { get; } = new("A file of a verification, as an attachment")
    {
        Description = "That it was asked for is written down.",
        Parameters = [new("sender", "Who asks, for the record")],
        Answers = [new(200, "The file", Type: null, "*/*")],
        Refusals = [404],
    };

    public static ApiOperation Note { get; } = new("Writes a note that only staff reads")
    {
        Body = new(KycDeskJson.Default.KycDecisionRequest, "submissionKey"), Answers = [One], Refusals = [400, 404],
    };

    public static ApiOperation AskProvider { get; } = new("Asks the provider how the verification stands there") { Answers = [One], Refusals = [404, 503] };

    public static ApiOperation Decide(KycEvent what) => new(what switch
    {
        KycEvent.BeginReview => "Says that somebody looks at it",
        KycEvent.Approve => "Approves it",
        KycEvent.Reject => "Finds it wanting: as a whole, or some of its steps",
        _ => "Asks for something again after an approval",
    })
    {
        Body = new(KycDeskJson.Default.KycDecisionRequest, "submissionKey"),
        Answers = [One],
        Refusals = [400, 404, 409],
    };
}

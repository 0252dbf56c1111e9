using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Payments;

namespace Drawbridge.Broker.PaymentDesk;

/// <summary>How the calls about payments are described.</summary>
internal static class PaymentDeskDescriptions
{
    private static readonly ApiAnswer One = new(200, "The payment as it is now, with what happened to it", PaymentDeskJson.Default.PaymentAnswer);

    private static readonly ApiParameter Key = new(
        PaymentDeskEndpoints.KeyHeader, "A key of yours for this decision: sent again with it, the decision is not made twice and answers as before", In: "header");

    public static ApiOperation List { get; } = new("Payments, the latest first")
    {
        Parameters =
        [
            new("brokerName", "Only those of this broker"),
            new("state", "Only those in this state", Values: [.. Enum.GetValues<PaymentState>().Select(PaymentEvents.StateOf)]),
            new("limit", "How many at most: 50 unless said, 200 at most", "integer"),
            new("cursor", "nextCursor of the answer before"),
        ],
        Answers = [new(200, "A page of them", PaymentDeskJson.Default.PaymentList)],
        Refusals = [400],
    };

    public static ApiOperation Get { get; } = new("One payment, with what happened to it and, while its outcome is unknown, what was seen") { Answers = [One], Refusals = [404] };

    public static ApiOperation Settle { get; } = new("Says of a call whose outcome is unknown whether the platform carried it out")
    {
        Description = "If it did not, the money is sent once more.",
        Parameters = [Key],
        Body = new(PaymentDeskJson.Default.SettlePaymentRequest, "happened"),
        Answers = [One],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation Decide(string summary) => new(summary)
    {
        Description = "409 when the payment is not, or no longer, in a state for it: then nothing was changed. Sent twice, it is done once.",
        Parameters = [Key],
        Answers = [One],
        Refusals = [400, 404, 409],
    };
}

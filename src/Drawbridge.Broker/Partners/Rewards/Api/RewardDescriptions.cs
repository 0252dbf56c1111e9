using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.PaymentDesk;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>How the calls about rewards are described.</summary>
internal static class RewardDescriptions
{
    private static readonly ApiParameter[] _page =
    [
        new("brokerName", "Only those of this broker"), new("limit", "How many at most: 50 unless said, 200 at most", "integer"), new("cursor", "nextCursor of the answer before"),
    ];

    private static readonly ApiParameter _key = new(
        PaymentDeskEndpoints.KeyHeader, "A key of yours for this request: sent again with it, it is not done twice and answers with what came of it", In: "header");

    private static readonly ApiAnswer _plan = new(200, "The plan", RewardJson.Default.PlanDetail);

    private static readonly ApiAnswer _statement = new(200, "The statement as it is now", RewardJson.Default.StatementDetail);

    public static ApiOperation Plans { get; } = new("Plans by which partners earn, the latest first") { Parameters = _page, Answers = [new(200, "A page of them", RewardJson.Default.PlanList)], Refusals = [400] };

    public static ApiOperation Plan { get; } = new("One plan with its versions and who has it") { Answers = [_plan], Refusals = [404] };

    public static ApiOperation AddPlan { get; } = new("Adds a plan")
    {
        Description = "Pays per lot (perLot), for traders who qualify (cpa), a share of what was earned (revenueShare), or several of them. levels says what each level of the tree gets, in percent, never more than 100 together. "
            + "Nobody has it until it is given to somebody.",
        Parameters = [_key],
        Body = new(RewardJson.Default.NewPlanRequest, "brokerName", "name", "terms"),
        Answers = [new(201, "The plan", RewardJson.Default.PlanDetail)],
        Refusals = [400, 409],
    };

    public static ApiOperation ChangePlan { get; } = new("Adds a version of a plan")
    {
        Description = "Counts from now or from a later time on. What happened before is paid by the version before, also when it becomes known later.",
        Parameters = [_key],
        Body = new(RewardJson.Default.PlanVersionRequest, "terms"),
        Answers = [_plan],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation ArchivePlan { get; } = new("Puts a plan away")
    {
        Description = "Nobody new gets it; those who have it keep it.",
        Body = new(RewardJson.Default.RewardDecisionRequest, "reason"),
        Answers = [_plan],
        Refusals = [400, 404],
    };

    public static ApiOperation Preview { get; } = new("What terms would pay to each level for a position, without storing anything")
    {
        Body = new(RewardJson.Default.PreviewRequest, "terms"),
        Answers = [new(200, "What each level would get", RewardJson.Default.PreviewAnswer)],
        Refusals = [400],
    };

    public static ApiOperation Assign { get; } = Assignment("Gives a partner a plan", "reason");

    public static ApiOperation AssignToAll { get; } = Assignment("Gives all partners of a broker a plan who have none of their own", "brokerName", "reason");

    public static ApiOperation Rewards { get; } = new("What a partner has earned, the latest first")
    {
        Description = "Each line tells the fact, the version of the plan, the line of the attribution ledger, the level and its share.",
        Parameters = _page[1..],
        Answers = [new(200, "Sums by currency, and a page of lines", RewardJson.Default.RewardList)],
        Refusals = [400, 404],
    };

    public static ApiOperation Reverse { get; } = new("Takes a line back by a counter-entry")
    {
        Description = "Lines are never changed: one of the opposite amount comes onto the next statement. 409 when it was taken back before.",
        Parameters = [_key],
        Body = new(RewardJson.Default.RewardDecisionRequest, "reason"),
        Answers = [new(200, "The counter-entry", RewardJson.Default.RewardAnswer)],
        Refusals = [400, 404, 409],
    };

    public static ApiOperation Runs { get; } = new("Runs that made statements, the latest first") { Parameters = _page, Answers = [new(200, "A page of them", RewardJson.Default.RunList)], Refusals = [400] };

    public static ApiOperation Run { get; } = new("One run and how far it is") { Answers = [new(200, "The run", RewardJson.Default.RunAnswer)], Refusals = [404] };

    public static ApiOperation BeginRun { get; } = new("Makes the statements of a period")
    {
        Description = "Goes on in the background, whatever is restarted meanwhile; ask for the run to see how far it is. The same period again is the same run. What became known after an earlier run is part of the next one. "
            + "409 while the run of another period is under way.",
        Body = new(RewardJson.Default.NewRunRequest, "brokerName", "from", "until"),
        Answers = [new(202, "The run", RewardJson.Default.RunAnswer)],
        Refusals = [400, 409],
    };

    public static ApiOperation Statements { get; } = new("Statements, the latest first")
    {
        Parameters = [.. _page, new("partner", "Only those of this partner", "integer"), new("run", "Only those of this run", "integer"), new("state", "Only these", Values: StatementApi.States)],
        Answers = [new(200, "A page of them", RewardJson.Default.StatementList)],
        Refusals = [400],
    };

    public static ApiOperation Statement { get; } = new("One statement, what keeps it, and who has agreed to it") { Answers = [_statement], Refusals = [404] };

    public static ApiOperation Lines { get; } = new("Lines of a statement, the latest first; they add up to it")
    {
        Parameters = _page[1..],
        Answers = [new(200, "A page of them", RewardJson.Default.StatementLines)],
        Refusals = [400, 404],
    };

    public static ApiOperation Approve { get; } = Decision("Agrees to a statement", "With four eyes two people have to, told apart by the member by. 409 when the same one has agreed already.");

    public static ApiOperation Hold { get; } = Decision("Holds a statement that is not being paid yet", "Needs a reason. Who had agreed has to agree again afterwards.");

    public static ApiOperation Release { get; } = Decision("Lets a held statement go on as a draft", "Needs a reason. 409 while the partner has no live account in its currency.");

    public static ApiOperation Pay { get; } = Decision("Pays an approved statement to an account of the partner", "As the cashier credits deposits: once, whatever happens. accountLogin chooses among live accounts in the currency of the statement.");

    public static ApiOperation Holds { get; } = new("What keeps facts from being rewarded and statements from being paid, the latest first")
    {
        Parameters = [.. _page, new("open", "true: only what is not released yet", "boolean")],
        Answers = [new(200, "A page of them", RewardJson.Default.HoldList)],
        Refusals = [400],
    };

    public static ApiOperation ReleaseHold { get; } = new("Releases a fact")
    {
        Description = "With the rate that was missing it is rewarded, without one nothing is earned by it. 409 when it was released before, or is about a statement.",
        Body = new(RewardJson.Default.ReleaseRequest, "reason"),
        Answers = [new(200, "The hold as it is now", RewardJson.Default.HoldAnswer)],
        Refusals = [400, 404, 409],
    };

    private static ApiOperation Assignment(string what, params string[] required) => new(what)
    {
        Description = "From now or from a later time on; without planId none. What happened before stays.",
        Body = new(RewardJson.Default.PlanAssignmentRequest, required),
        Answers = [_plan, new(204, "Nobody has a plan by this any more", null)],
        Refusals = [400, 404, 409],
    };

    private static ApiOperation Decision(string what, string more) => new(what)
    {
        Description = $"{more} 409 when the statement is not in a state for it.",
        Parameters = [_key],
        Body = new(RewardJson.Default.PayoutRequest),
        Answers = [_statement],
        Refusals = [400, 404, 409],
    };
}

using System.Text.Json.Serialization;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>A plan in a list.</summary>
internal sealed record PlanAnswer(long Id, string BrokerName, string Name, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt)
{
    public static PlanAnswer From(RewardPlan plan, string brokerName) => new(plan.Id, brokerName, plan.Name, plan.CreatedAt, plan.ArchivedAt);
}

/// <summary>A page of plans.</summary>
internal sealed record PlanList(IReadOnlyList<PlanAnswer> Plans, string? NextCursor);

/// <summary>A version of a plan.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="From">Since when it counts.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Terms">What it pays.</param>
internal sealed record PlanVersionAnswer(int Number, DateTimeOffset From, DateTimeOffset RecordedAt, string RecordedBy, RewardTerms Terms)
{
    public static PlanVersionAnswer Of(RewardPlanVersion version) => new(version.Number, version.From, version.RecordedAt, version.RecordedBy, version.Terms);
}

/// <summary>A plan with its versions, the latest first, and who has it.</summary>
internal sealed record PlanDetail(PlanAnswer Plan, IReadOnlyList<PlanVersionAnswer> Versions, IReadOnlyList<PlanHolder> Holders);

/// <summary>What each level would get.</summary>
internal sealed record PreviewAnswer(string Currency, IReadOnlyList<PreviewLevel> Levels, decimal Trade, decimal Cpa);

/// <summary>A line of what a partner has earned.</summary>
/// <param name="Id">Number of the line.</param>
/// <param name="Kind"><c>perLot</c>, <c>cpa</c>, <c>revenueShare</c> or <c>carriedOver</c>.</param>
/// <param name="Level">1 = the partner's own trader.</param>
/// <param name="OccurredAt">When the fact happened.</param>
/// <param name="Amount">Exact; below zero for what is taken back.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Shared">What all levels share.</param>
/// <param name="SharePercent">The share of this level.</param>
/// <param name="PlanId">By which plan.</param>
/// <param name="PlanVersion">By which of its versions.</param>
/// <param name="TraderId">Whose fact.</param>
/// <param name="DealId">The platform's number of the closing deal.</param>
/// <param name="AttributionEventId">The line of the attribution ledger by which the trader was the partner's then.</param>
/// <param name="StatementId">On which statement; null = on none yet.</param>
/// <param name="ReversesId">The line that this one takes back.</param>
/// <param name="ReversedBy">The line that takes this one back.</param>
/// <param name="Text">All that as a sentence.</param>
internal sealed record RewardAnswer(
    long Id, string Kind, int Level, DateTimeOffset OccurredAt, decimal Amount, string Currency, decimal? Shared, decimal? SharePercent, long? PlanId, int? PlanVersion, long? TraderId, long? DealId,
    long? AttributionEventId, long? StatementId, long? ReversesId, long? ReversedBy, string Text)
{
    public static RewardAnswer From(RewardRow row) => new(
        row.Id, WordOf(row.Kind), row.Level, row.OccurredAt, RewardMoney.Of(row.Amount), row.Currency, row.Base is { } shared ? RewardMoney.Of(shared) : null, row.Share / 10_000m, row.PlanId,
        row.PlanVersion, row.UserId, row.DealId, row.AttributionEventId, row.StatementId, row.ReversesId, row.ReversedBy, row.Text);

    public static string WordOf(RewardKind kind) => kind switch
    {
        RewardKind.PerLot => "perLot",
        RewardKind.Cpa => "cpa",
        RewardKind.RevenueShare => "revenueShare",
        _ => "carriedOver",
    };
}

/// <summary>What a partner has earned in a currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="OnNoStatement">On no statement yet.</param>
/// <param name="ToBePaid">On statements that are not paid yet.</param>
/// <param name="Paid">Paid.</param>
internal sealed record EarningsAnswer(string Currency, decimal OnNoStatement, decimal ToBePaid, decimal Paid)
{
    public static EarningsAnswer From(EarningsRow row) => new(row.Currency, RewardMoney.Of(row.Unstated), RewardMoney.Of(row.Stated), RewardMoney.Of(row.Paid));
}

/// <summary>What a partner has earned, and a page of the lines that make it up.</summary>
internal sealed record RewardList(IReadOnlyList<EarningsAnswer> Earnings, IReadOnlyList<RewardAnswer> Rewards, string? NextCursor);

/// <summary>A run.</summary>
/// <param name="Id">Number of the run.</param>
/// <param name="BrokerName">At which broker.</param>
/// <param name="From">Begin of the period.</param>
/// <param name="Until">End of the period; what happened before.</param>
/// <param name="State"><c>rewarding</c>, <c>collecting</c> or <c>done</c>.</param>
/// <param name="Percent">How much is done.</param>
/// <param name="FactsTotal">Facts to look at.</param>
/// <param name="FactsDone">Of them.</param>
/// <param name="RewardsTotal">Lines to put on statements.</param>
/// <param name="RewardsDone">Of them.</param>
/// <param name="Statements">How many statements there are.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="FinishedAt">When it was done.</param>
internal sealed record RunAnswer(
    long Id, string BrokerName, DateTimeOffset From, DateTimeOffset Until, string State, int Percent, long FactsTotal, long FactsDone, long RewardsTotal, long RewardsDone, long Statements,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? FinishedAt)
{
    public static RunAnswer Of(StatementRun run, string brokerName) => new(
        run.Id, brokerName, run.FromAt, run.UntilAt, run.State switch { RunState.Rewarding => "rewarding", RunState.Collecting => "collecting", _ => "done" }, run.Percent, run.FactsTotal, run.FactsDone,
        run.RewardsTotal, run.RewardsDone, run.Statements, run.CreatedAt, run.CreatedBy, run.FinishedAt);
}

/// <summary>A page of runs.</summary>
internal sealed record RunList(IReadOnlyList<RunAnswer> Runs, string? NextCursor);

/// <summary>A statement.</summary>
/// <param name="Id">Number of the statement.</param>
/// <param name="BrokerName">At which broker.</param>
/// <param name="RunId">The run that made it.</param>
/// <param name="Partner">Whose.</param>
/// <param name="PartnerName">What people call the partner.</param>
/// <param name="From">Begin of the period.</param>
/// <param name="Until">End of the period.</param>
/// <param name="State"><c>draft</c>, <c>held</c>, <c>approved</c>, <c>paying</c> or <c>paid</c>.</param>
/// <param name="Amount">The sum of its lines.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Lines">How many lines.</param>
/// <param name="AccountLogin">The account that it is paid to.</param>
/// <param name="PaymentReference">The payment in the cashier.</param>
/// <param name="Hold">What keeps it.</param>
internal sealed record StatementAnswer(
    long Id, string BrokerName, long RunId, long Partner, string PartnerName, DateTimeOffset From, DateTimeOffset Until, string State, decimal Amount, string Currency, long Lines, long? AccountLogin,
    string? PaymentReference, string? Hold)
{
    public static StatementAnswer Of(StatementRow row, string brokerName) => new(
        row.Id, brokerName, row.RunId, row.PartnerId, row.Name, row.FromAt, row.UntilAt, WordOf(row.State), RewardMoney.Of(row.Amount), row.Currency, row.Lines, row.TraderLogin, row.Reference,
        row.Hold?.Text);

    public static string WordOf(StatementState state) => state switch
    {
        StatementState.Draft => "draft",
        StatementState.Held => "held",
        StatementState.Approved => "approved",
        StatementState.Paying => "paying",
        StatementState.Paid => "paid",
        _ => "collecting",
    };
}

/// <summary>A page of statements.</summary>
internal sealed record StatementList(IReadOnlyList<StatementAnswer> Statements, string? NextCursor);

/// <summary>A statement with who has agreed to it, and how many people have to.</summary>
internal sealed record StatementDetail(StatementAnswer Statement, IReadOnlyList<ApprovalRow> Approvals, int ApprovalsNeeded);

/// <summary>A page of the lines of a statement.</summary>
internal sealed record StatementLines(IReadOnlyList<RewardAnswer> Lines, string? NextCursor);

/// <summary>What keeps a fact or a statement.</summary>
internal sealed record HoldAnswer(
    long Id, string BrokerName, string Reason, string Text, long? TradeId, long? DepositId, long? StatementId, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ReleasedAt,
    string? ReleasedBy, string? ReleaseReason)
{
    public static HoldAnswer From(HoldRow row, string brokerName) => new(
        row.Id, brokerName, row.Reason switch { HoldReason.NoRate => "noRate", HoldReason.NoAccount => "noAccount", _ => "staff" }, row.Text, row.TradeId, row.DepositId, row.StatementId, row.CreatedAt,
        row.CreatedBy, row.ReleasedAt, row.ReleasedBy, row.ReleaseReason);
}

/// <summary>A page of holds.</summary>
internal sealed record HoldList(IReadOnlyList<HoldAnswer> Holds, string? NextCursor);

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(PlanList))]
[JsonSerializable(typeof(PlanDetail))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(RewardList))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(StatementList))]
[JsonSerializable(typeof(StatementDetail))]
[JsonSerializable(typeof(StatementLines))]
[JsonSerializable(typeof(HoldList))]
[JsonSerializable(typeof(HoldAnswer))]
[JsonSerializable(typeof(RewardAnswer))]
[JsonSerializable(typeof(NewPlanRequest))]
[JsonSerializable(typeof(PlanVersionRequest))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(PlanAssignmentRequest))]
[JsonSerializable(typeof(RewardDecisionRequest))]
[JsonSerializable(typeof(NewRunRequest))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(PayoutRequest))]
internal sealed partial class RewardJson : JsonSerializerContext;

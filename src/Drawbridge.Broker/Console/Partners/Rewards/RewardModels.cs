using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Partners.Rewards;

/// <summary>A plan in the list.</summary>
/// <param name="Plan">Which.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Current">What counts now.</param>
/// <param name="IsDefault">Whether all partners have it who have none of their own.</param>
internal sealed record PlanLine(RewardPlan Plan, BrokerEntity Broker, RewardPlanVersion? Current, bool IsDefault);

/// <summary>What the list of plans shows.</summary>
internal sealed record PlanListModel(IReadOnlyList<PlanLine> Lines);

/// <summary>What the page of a plan shows.</summary>
/// <param name="Plan">Which.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Versions">The latest first.</param>
/// <param name="Holders">Who has it.</param>
/// <param name="Errors">What was wrong with giving it to somebody.</param>
/// <param name="Draft">What was typed there.</param>
internal sealed record PlanModel(RewardPlan Plan, BrokerEntity Broker, IReadOnlyList<RewardPlanVersion> Versions, IReadOnlyList<PlanHolder> Holders, FormErrors Errors, PlanGift Draft);

/// <summary>To whom a plan is given, as it was typed.</summary>
internal sealed record PlanGift(string To = "all", string Partner = "", string From = "", string Reason = "");

/// <summary>What the form of a plan shows.</summary>
/// <param name="Plan">Null for a new one.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Form">What the fields hold.</param>
/// <param name="Preview">What it would pay; null while something is wrong with it.</param>
/// <param name="Currency">Of the preview.</param>
/// <param name="Errors">What is wrong.</param>
internal sealed record PlanFormModel(RewardPlan? Plan, BrokerEntity Broker, PlanForm Form, IReadOnlyList<PreviewLevel>? Preview, string Currency, FormErrors Errors);

/// <summary>A broker whose statements can be made.</summary>
/// <param name="Broker">Which.</param>
/// <param name="Run">The run that is under way, or was last; null = none ever.</param>
/// <param name="Pull">How far closed positions were read; null = never.</param>
internal sealed record RunLine(BrokerEntity Broker, StatementRun? Run, TradePullState? Pull);

/// <summary>A run as the form has it.</summary>
internal sealed record RunDraft(string Broker, string From, string Until);

/// <summary>What the list of statements shows.</summary>
/// <param name="State">Only these; null = all.</param>
/// <param name="Rows">The latest first.</param>
/// <param name="HasOlder">Whether there is a further page.</param>
/// <param name="Runs">Of each broker whose partners can earn.</param>
/// <param name="Holds">Facts that wait for a rate.</param>
/// <param name="Errors">What was wrong.</param>
/// <param name="Draft">The run that is offered, or was asked for.</param>
internal sealed record StatementListModel(
    StatementState? State, IReadOnlyList<StatementRow> Rows, bool HasOlder, IReadOnlyList<RunLine> Runs, IReadOnlyList<HoldRow> Holds, FormErrors Errors, RunDraft Draft);

/// <summary>What the page of a statement shows.</summary>
internal sealed record StatementModel(
    StatementRow Statement, BrokerEntity Broker, IReadOnlyList<ApprovalRow> Approvals, int Needed, IReadOnlyList<RewardRow> Lines, bool HasOlder, FormErrors Errors, string Reason);

/// <summary>What states are called.</summary>
internal static class RewardWords
{
    public static (string Text, string Tone) Of(StatementState state) => state switch
    {
        StatementState.Draft => ("Draft", "warn"),
        StatementState.Held => ("Held", "bad"),
        StatementState.Approved => ("Approved", "busy"),
        StatementState.Paying => ("Being paid", "busy"),
        StatementState.Paid => ("Paid", "good"),
        _ => ("Being made", "calm"),
    };

    public static string Of(RunState state) => state switch
    {
        RunState.Rewarding => "Looking at positions and deposits",
        RunState.Collecting => "Putting rewards on statements",
        _ => "Done",
    };

    /// <summary>What terms pay, in a line.</summary>
    public static string Of(RewardTerms terms)
    {
        var parts = new List<string>();
        if (terms.PerLot is { } perLot)
        {
            parts.Add($"{Number(perLot.Amount)} {terms.Currency} a lot{(perLot.Groups.Count > 0 ? $", {Number(perLot.Groups.Count)} other {(perLot.Groups.Count == 1 ? "amount" : "amounts")}" : "")}");
        }

        if (terms.Cpa is { } cpa)
        {
            parts.Add($"{Number(cpa.Amount)} {terms.Currency} for who qualifies");
        }

        if (terms.RevenueShare is { } share)
        {
            parts.Add($"{Number(share.Percent)} % of revenue");
        }

        return string.Join(" + ", parts);
    }

    /// <summary>What levels get, in a line.</summary>
    public static string LevelsOf(RewardTerms terms) => string.Join(" / ", terms.Levels.Select(static level => $"{Number(level)} %"));

    public static string Number(decimal number) => number.ToString("#,0.########", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary><c>12.50 EUR</c>, with more decimals where there are some.</summary>
    public static string Money(long units, string currency) =>
        Drawbridge.Broker.Partners.Rewards.RewardMoney.Of(units).ToString("#,0.00######", System.Globalization.CultureInfo.InvariantCulture) + "\u00a0" + currency;
}

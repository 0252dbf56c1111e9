using System.Globalization;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Portal;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Portal.Texts;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Partners.Rewards.Portal;

/// <summary>What a partner has earned, its statements, and each of them with its lines, to read and to take along (INV-2). Traders are not named.</summary>
internal static class PortalEarnings
{
    private const string One = ScreenPaths.PartnerEarnings + "/{id:long}";
    private const int PageLength = 25;
    private const int LinesAtOnce = 2000;

    public static void MapPortalEarnings(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ResolveBroker().AsScreens();
        pages.MapGet(ScreenPaths.PartnerEarnings, ListAsync);
        pages.MapGet(One, OpenAsync);
        pages.MapGet(One + ".csv", DownloadAsync);
    }

    /// <summary>Where the page of a statement is.</summary>
    public static string PathOf(long id) => $"{ScreenPaths.PartnerEarnings}/{id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What states are called: what staff still looks at is one thing to a partner.</summary>
    public static TextKey Of(StatementState state) => state switch
    {
        StatementState.Paid => RewardTextKey.RewardPaid,
        StatementState.Paying => RewardTextKey.RewardStatePaying,
        _ => RewardTextKey.RewardStateChecked,
    };

    /// <summary>What a line is for.</summary>
    public static TextKey Of(RewardRow line) => (line.ReversesId, line.Kind) switch
    {
        (not null, _) => RewardTextKey.RewardKindReversed,
        (_, RewardKind.PerLot) => RewardTextKey.RewardKindLot,
        (_, RewardKind.Cpa) => RewardTextKey.RewardKindCpa,
        (_, RewardKind.RevenueShare) => RewardTextKey.RewardKindRevenue,
        _ => RewardTextKey.RewardKindCarried,
    };

    private static async Task<IResult> ListAsync(HttpContext context, PartnerPortal portal, RewardReader rewards, StatementStore statements, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerEarnings, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var (broker, partner) = (context.GetBroker().Id, visit.Partner!.Id);
        var rows = await statements.ListOfPartnerAsync(broker, partner, BeforeOf(context), PageLength + 1, cancellationToken);
        return PartnerPortal.Show<PartnerEarningsPage>(
            context,
            new EarningsModel(
                visit, await rewards.SumAsync(broker, partner, cancellationToken), [.. rows.Take(PageLength)],
                OlderUrl(context, visit, ScreenPaths.PartnerEarnings, rows, static row => row.Id)));
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, long id, PartnerPortal portal, RewardReader rewards, StatementStore statements, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerEarnings, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        if (await FindAsync(context, visit, id, statements, cancellationToken) is not { } statement)
        {
            return ScreenError.NotFound;
        }

        var lines = await rewards.ListAsync(statement.BrokerId, statement.PartnerId, id, BeforeOf(context), PageLength + 1, cancellationToken);
        return PartnerPortal.Show<PartnerStatementPage>(
            context, new StatementModel(visit, statement, [.. lines.Take(PageLength)], OlderUrl(context, visit, PathOf(id), lines, static line => line.Id)));
    }

    /// <summary>Every line, a few at a time, so that a statement of any length can be taken along.</summary>
    private static async Task<IResult> DownloadAsync(
        HttpContext context, long id, PartnerPortal portal, RewardReader rewards, StatementStore statements, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerEarnings, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        return await FindAsync(context, visit, id, statements, cancellationToken) is { } statement
            ? TypedResults.Stream(stream => WriteAsync(stream, statement, rewards, cancellationToken), "text/csv; charset=utf-8", $"statement-{id.ToString(CultureInfo.InvariantCulture)}.csv")
            : ScreenError.NotFound;
    }

    private static async Task WriteAsync(Stream stream, StatementRow statement, RewardReader rewards, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync("line,time,kind,level,symbol,lots,amount,currency".AsMemory(), cancellationToken);
        for (var before = long.MaxValue; ;)
        {
            var lines = await rewards.ListAsync(statement.BrokerId, statement.PartnerId, statement.Id, before, LinesAtOnce, cancellationToken);
            foreach (var line in lines)
            {
                await writer.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{line.Id},{line.OccurredAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'},{Api.RewardAnswer.WordOf(line.Kind)},{line.Level},{CellOf(line.Symbol)},{(line.Lots is { } lots ? RewardMoney.Of(lots).ToString("0.########", CultureInfo.InvariantCulture) : "")},{RewardMoney.Of(line.Amount).ToString("0.00######", CultureInfo.InvariantCulture)},{line.Currency}").AsMemory(),
                    cancellationToken);
            }

            if (lines.Count < LinesAtOnce)
            {
                return;
            }

            before = lines[^1].Id;
        }
    }

    /// <summary>Names of symbols come from the platform: a spreadsheet must not take one for a formula.</summary>
    private static string CellOf(string? text) => text is null ? "" : "=+-@".Contains(text[0], StringComparison.Ordinal) || text.AsSpan().IndexOfAny("\",\r\n") >= 0
        ? $"\"'{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;

    private static async Task<StatementRow?> FindAsync(HttpContext context, PortalVisit visit, long id, StatementStore statements, CancellationToken cancellationToken) =>
        (await statements.ListOfPartnerAsync(context.GetBroker().Id, visit.Partner!.Id, id == long.MaxValue ? id : id + 1, 1, cancellationToken)) is [{ } found] && found.Id == id ? found : null;

    private static string? OlderUrl<T>(HttpContext context, PortalVisit visit, string path, IReadOnlyList<T> rows, Func<T, long> numberOf) => rows.Count <= PageLength
        ? null
        : QueryHelpers.AddQueryString(visit.UrlFor(context.GetScreen(), path), "before", numberOf(rows[PageLength - 1]).ToString(CultureInfo.InvariantCulture));

    private static long BeforeOf(HttpContext context) =>
        long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : long.MaxValue;
}

/// <summary>What the page of earnings shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Sums">By currency.</param>
/// <param name="Statements">The latest first.</param>
/// <param name="OlderUrl">The next page; null = there is none.</param>
internal sealed record EarningsModel(PortalVisit Visit, IReadOnlyList<EarningsRow> Sums, IReadOnlyList<StatementRow> Statements, string? OlderUrl) : IPortalModel;

/// <summary>What the page of a statement shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Statement">Which.</param>
/// <param name="Lines">The latest first.</param>
/// <param name="OlderUrl">The next page; null = there is none.</param>
internal sealed record StatementModel(PortalVisit Visit, StatementRow Statement, IReadOnlyList<RewardRow> Lines, string? OlderUrl) : IPortalModel;

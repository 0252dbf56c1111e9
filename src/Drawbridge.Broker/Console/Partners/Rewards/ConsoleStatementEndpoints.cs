using System.Globalization;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners.Rewards.Api;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Partners.Rewards;

/// <summary>Statements in the console: making them, looking at them, agreeing, and paying, which takes somebody who decides about payments.</summary>
internal sealed class ConsoleStatementEndpoints(
    StatementStore statements, StatementService service, RunStore runs, HoldStore holds, RewardReader rewards, RewardPlanStore plans, TradePullStore pulls, TimeProvider time)
{
    private const int PageLength = 50;
    private const int MostHolds = 20;
    private const string Day = "yyyy-MM-dd";

    private static readonly (string Name, ConsolePermission Permission)[] _acts =
    [
        ("approve", ConsolePermission.ManagePartners), ("hold", ConsolePermission.ManagePartners), ("release", ConsolePermission.ManagePartners), ("pay", ConsolePermission.DecidePayments),
    ];

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/partner-statements");
        group.MapGet("", (HttpContext context, ConsoleStatementEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, new(), draft: null, cancellationToken)).Needs(ConsolePermission.ReadPartners);
        group.MapPost("/run", (HttpContext context, ConsoleStatementEndpoints own, CancellationToken cancellationToken) => own.RunAsync(context, cancellationToken)).Needs(ConsolePermission.ManagePartners);
        group.MapPost("/holds/{id:long}/release", (HttpContext context, long id, ConsoleStatementEndpoints own, CancellationToken cancellationToken) => own.ReleaseAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ManagePartners);
        group.MapGet("/{id:long}", (HttpContext context, long id, ConsoleStatementEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, id, new(), "", cancellationToken))
            .Needs(ConsolePermission.ReadPartners);
        foreach (var (name, permission) in _acts)
        {
            group.MapPost($"/{{id:long}}/{name}", (HttpContext context, long id, ConsoleStatementEndpoints own, CancellationToken cancellationToken) => own.ActAsync(context, id, name, cancellationToken)).Needs(permission);
        }
    }

    private static string UrlOf(long id) => $"{ConsolePaths.PartnerStatements}/{ConsoleFormat.Plain(id)}";

    private async Task<IResult> ListAsync(HttpContext context, FormErrors errors, RunDraft? draft, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var word = context.Request.Query["state"].ToString();
        StatementState? state = Enum.GetValues<StatementState>().Where(one => one != StatementState.Collecting && StatementAnswer.WordOf(one) == word).Select(static one => (StatementState?)one).FirstOrDefault();
        var rows = await statements.ListAsync(caller.Scope, brokerId: null, partnerId: null, runId: null, state, BeforeOf(context), PageLength + 1, cancellationToken);
        var earning = await plans.ListBrokersAsync(cancellationToken);
        var latest = (await runs.ListLatestAsync(caller.Scope, cancellationToken)).ToDictionary(static run => run.BrokerId);
        var read = await pulls.ListAsync(caller.Scope, cancellationToken);
        var lines = caller.Brokers.Where(broker => earning.Contains(broker.Id)).Select(broker => new RunLine(broker, latest.GetValueOrDefault(broker.Id), read.GetValueOrDefault(broker.Id))).ToList();
        var now = time.GetUtcNow().UtcDateTime;
        var month = new DateOnly(now.Year, now.Month, 1);
        var waiting = (await holds.ListAsync(caller.Scope, brokerId: null, onlyOpen: true, long.MaxValue, MostHolds, cancellationToken)).Where(static hold => hold.StatementId is null).ToList();
        draft ??= new("", month.AddMonths(-1).ToString(Day, CultureInfo.InvariantCulture), month.ToString(Day, CultureInfo.InvariantCulture));
        return new ConsoleResult<StatementListPage>(
            "Statements",
            new StatementListModel(state, [.. rows.Take(PageLength)], rows.Count > PageLength, lines, waiting, errors, draft),
            ConsolePlanEndpoints.StatusOf(errors));
    }

    private Task<IResult> RunAsync(HttpContext context, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.PartnerStatements, "repeated"),
        async sent =>
        {
            if (context.GetCaller().FindBroker(sent.Fields["broker"].ToString()) is not { } broker)
            {
                return ConsoleError.NotFound;
            }

            var draft = new RunDraft(broker.Name.Value, sent.Text("from"), sent.Text("until"));
            if (!DateOnly.TryParseExact(draft.From, Day, out var from) || !DateOnly.TryParseExact(draft.Until, Day, out var until))
            {
                return await ListAsync(context, Single("from", "Enter the days on which the period begins and ends."), draft, cancellationToken);
            }

            var act = StaffAct.Of(context, "statements.run", "run", broker) with { Detail = $"{from:yyyy-MM-dd} to {until:yyyy-MM-dd}", SubmissionKey = sent.Key };
            return await runs.BeginAsync(
                broker.Id, Midnight(from), Midnight(until), context.GetCaller().Member.Email,
                (session, run) => AuditStore.AddAsync(session, act with { Object = $"run {ConsoleFormat.Plain(run.Id)}" }, time.GetUtcNow()), cancellationToken) switch
            {
                RunResult.Begun => new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerStatements, "run-begun")),
                RunResult.Busy => await ListAsync(context, FormErrors.Single("A run is under way; begin another one when it is done."), draft, cancellationToken),
                _ => await ListAsync(context, Single("from", "The period must begin before it ends, and have ended."), draft, cancellationToken),
            };
        },
        cancellationToken);

    private Task<IResult> ReleaseAsync(HttpContext context, long id, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.PartnerStatements, "repeated"),
        async sent =>
        {
            var caller = context.GetCaller();
            if (await holds.FindAsync(caller.Scope, id, cancellationToken) is not { StatementId: null } hold || caller.FindBroker(hold.BrokerId) is not { } broker)
            {
                return ConsoleError.NotFound;
            }

            var (text, reason) = (sent.Text("rate"), sent.Text("reason"));
            var errors = new FormErrors();
            var rate = 0m;
            if (text.Length > 0 && !FactRates.TryRead(text, out rate))
            {
                errors.Add(field: null, "Enter a rate above 0, such as 0.8534.");
            }

            if (reason.Length is 0 or > ConsoleForm.MaximumReason)
            {
                errors.Add(field: null, "Say why it is released, in at most 500 characters.");
            }

            if (errors.Any)
            {
                return await ListAsync(context, errors, draft: null, cancellationToken);
            }

            var act = StaffAct.Of(context, "hold.release", $"hold {ConsoleFormat.Plain(id)}", broker) with
            {
                Detail = text.Length > 0 ? $"{hold.Detail}: {text}" : "without a rate", Reason = reason, SubmissionKey = sent.Key,
            };
            var released = await holds.ReleaseFactAsync(
                hold, text.Length > 0 ? rate : null, caller.Member.Email, reason, session => AuditStore.AddAsync(session, act, time.GetUtcNow()), cancellationToken);
            return new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerStatements, released == HoldRelease.Released ? "hold-released" : "statement-late"));
        },
        cancellationToken);

    private async Task<IResult> ShowAsync(HttpContext context, long id, FormErrors errors, string reason, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await statements.FindRowAsync(caller.Scope, id, cancellationToken) is not { } row || caller.FindBroker(row.BrokerId) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        var lines = await rewards.ListAsync(broker.Id, row.PartnerId, id, BeforeOf(context), PageLength + 1, cancellationToken);
        return new ConsoleResult<StatementPage>(
            $"Statement {ConsoleFormat.Plain(id)}",
            new StatementModel(
                row, broker, await statements.ListApprovalsAsync(broker.Id, id, cancellationToken), StatementService.Needed(broker), [.. lines.Take(PageLength)], lines.Count > PageLength, errors, reason),
            ConsolePlanEndpoints.StatusOf(errors));
    }

    private Task<IResult> ActAsync(HttpContext context, long id, string name, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(UrlOf(id), "repeated"),
        async sent =>
        {
            var caller = context.GetCaller();
            if (await statements.FindRowAsync(caller.Scope, id, cancellationToken) is not { } row || caller.FindBroker(row.BrokerId) is not { } broker)
            {
                return ConsoleError.NotFound;
            }

            var reason = sent.Text("reason");
            var errors = new FormErrors();
            if (name is "hold" or "release")
            {
                ConsolePlanEndpoints.CheckReason(errors, reason);
            }

            if (errors.Any)
            {
                return await ShowAsync(context, id, errors, reason, cancellationToken);
            }

            var entry = StaffAct.Of(context, $"statement.{name}", $"statement {ConsoleFormat.Plain(id)}", broker) with { Reason = reason.Length == 0 ? null : reason, SubmissionKey = sent.Key };
            var act = new StatementAct(
                caller.Member.Email, entry.Reason, (session, statement) => AuditStore.AddAsync(session, entry with { Detail = statement.State.ToString() }, time.GetUtcNow()));
            return await (name switch
            {
                "approve" => service.ApproveAsync(broker, id, act, cancellationToken),
                "hold" => service.HoldAsync(broker, id, act, cancellationToken),
                "release" => service.ReleaseAsync(broker, id, act, cancellationToken),
                _ => service.PayAsync(broker, id, login: null, act, cancellationToken),
            }) switch
            {
                StatementResult.Changed => new SeeOther(ConsoleNotice.After(UrlOf(id), $"statement-{name}")),
                StatementResult.SamePerson => await ShowAsync(context, id, FormErrors.Single("You have agreed already: somebody else has to."), reason, cancellationToken),
                StatementResult.NoAccount => await ShowAsync(context, id, FormErrors.Single("The partner has no live account in this currency. It can go on once there is one."), reason, cancellationToken),
                StatementResult.NotFound => ConsoleError.NotFound,
                _ => new SeeOther(ConsoleNotice.After(UrlOf(id), "statement-late")),
            };
        },
        cancellationToken);

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static long BeforeOf(HttpContext context) =>
        long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : long.MaxValue;

    private static FormErrors Single(string field, string text)
    {
        var errors = new FormErrors();
        errors.Add(field, text);
        return errors;
    }
}

using System.Globalization;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Versions of the configuration of the caller's CRM, and putting one back. Who is limited to some brokers sees what changed at these.</summary>
internal sealed class ConfigurationHistoryEndpoints(StoredConfiguration stored, ConfigurationStore versions, ConfigurationForms forms, TimeProvider time)
{
    private const int PageLength = 50;

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/configuration");
        group.MapGet("", (HttpContext context, ConfigurationHistoryEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ReadBrokers);
        group.MapGet("/{version:long}", (HttpContext context, long version, ConfigurationHistoryEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, version, cancellationToken)).Needs(ConsolePermission.ReadBrokers);
        group.MapPost("/{version:long}/review", (HttpContext context, long version, ConfigurationHistoryEndpoints own, CancellationToken cancellationToken) => own.ReviewAsync(context, version, cancellationToken)).Needs(ConsolePermission.ManageBrokers);
        group.MapPost("/{version:long}/restore", (HttpContext context, long version, ConfigurationHistoryEndpoints own, CancellationToken cancellationToken) => own.RestoreAsync(context, version, cancellationToken)).Needs(ConsolePermission.ManageBrokers);
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var before = long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
        var caller = context.GetCaller();
        var list = await stored.ListVersionsAsync(caller.Crm.Id, before, PageLength + 1, cancellationToken);
        var shown = list.Take(PageLength).ToList();
        return new ConsoleResult<HistoryPage>("Configuration", new HistoryModel(shown, list.Count > PageLength ? shown[^1].Version : null));
    }

    private async Task<IResult> ShowAsync(HttpContext context, long version, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await stored.FindVersionAsync(caller.Crm.Id, version, cancellationToken) is not var (made, changes))
        {
            return ConsoleError.NotFound;
        }

        var own = IsLimited(caller) ? [.. changes.Where(change => change.BrokerName is { } name && caller.FindBroker(name) is not null)] : changes;
        return own.Count == 0 ? ConsoleError.NotFound
            : new ConsoleResult<VersionPage>(
                $"Version {ConsoleFormat.Plain(version)}", new VersionModel(made, own, await versions.FindVersionAsync(caller.Crm.Id, cancellationToken) == version));
    }

    private async Task<IResult> ReviewAsync(HttpContext context, long version, CancellationToken cancellationToken)
    {
        var now = await versions.FindVersionAsync(context.GetCaller().Crm.Id, cancellationToken);
        return await RequestOfAsync(context, version, now, key: null, cancellationToken) is not { } request ? ConsoleError.NotFound
            : await stored.PlanAsync(request, cancellationToken) switch
            {
                ConfigurationOutcome.Planned planned => new ConsoleResult<ReviewPage>(
                    "Review",
                    new ReviewModel($"Put back version {ConsoleFormat.Plain(version)}", planned.Plan, [], $"{Url(version)}/restore", null, Url(version), now)),
                var other => NotDone(version, other),
            };
    }

    private async Task<IResult> RestoreAsync(HttpContext context, long version, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            return ConsoleError.UnreadableForm;
        }

        return await forms.SaveAsync(context, ConsoleNotice.After(ConsolePaths.Configuration, "repeated"), async key =>
        {
            if (await RequestOfAsync(context, version, seen, key, cancellationToken) is not { } request)
            {
                return (ConfigurationForms.Gone, ConsoleError.NotFound);
            }

            var outcome = await stored.ApplyAsync(request, cancellationToken);
            return (outcome, outcome switch
            {
                ConfigurationOutcome.Applied => new SeeOther(ConsoleNotice.After(ConsolePaths.Configuration, "restored")),
                ConfigurationOutcome.Unchanged => new SeeOther(ConsoleNotice.After(ConsolePaths.Configuration, "unchanged")),
                _ => NotDone(version, outcome),
            });
        }, cancellationToken);
    }

    /// <summary>Null when there is no such version, or it is about more than the caller looks after.</summary>
    private async Task<ConfigurationRequest?> RequestOfAsync(HttpContext context, long version, long seen, string? key, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var act = StaffAct.Of(context, "configuration.restore", $"configuration {ConsoleFormat.Plain(version)}") with { SubmissionKey = key };
        return IsLimited(caller) || await stored.ReadAsync(caller.Crm.Id, version, cancellationToken) is not { } crms ? null
            : new(crms, ConsoleBrokerEndpoints.OriginOf(context))
            {
                BaseVersion = seen, Restores = version, Also = session => AuditStore.AddAsync(session, act, time.GetUtcNow()),
            };
    }

    private static ConsoleResult<NotSavedPage> NotDone(long version, ConfigurationOutcome outcome) => new(
        "Not changed",
        new NotSavedModel(
            $"Version {ConsoleFormat.Plain(version)}", (outcome as ConfigurationOutcome.Refused)?.Faults ?? [], (outcome as ConfigurationOutcome.Outdated)?.Meanwhile ?? [], Url(version)),
        outcome is ConfigurationOutcome.Outdated ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity);

    private static string Url(long version) => $"{ConsolePaths.Configuration}/{ConsoleFormat.Plain(version)}";

    private static bool IsLimited(StaffCaller caller) => caller.Member.BrokerIds.Count > 0;
}

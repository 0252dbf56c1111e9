using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Brokers and white labels: what is in force, and changing it with a look at the difference first.</summary>
internal sealed class ConsoleBrokerEndpoints(StoredConfiguration stored, ConfigurationStore versions, SealedText seal, TimeProvider time)
{
    private const int PageLength = 50;
    private const string Purpose = "console broker form";

    private static readonly TimeSpan ReviewLifetime = TimeSpan.FromMinutes(30);

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/brokers");
        group.MapGet("", (HttpContext context) => List(context)).Needs(ConsolePermission.ReadBrokers);
        Map(group.MapGet, "/{brokerName}", ConsolePermission.ReadBrokers, static (own, context, broker, form, cancellationToken) => own.ShowAsync(broker, cancellationToken));
        Map(group.MapGet, "/{brokerName}/edit", ConsolePermission.ManageBrokers, static (own, context, broker, form, cancellationToken) => own.EditAsync(broker, cancellationToken));
        Map(group.MapPost, "/{brokerName}/review", ConsolePermission.ManageBrokers, static (own, context, broker, form, cancellationToken) => own.ReviewAsync(context, broker, form, cancellationToken));
        Map(group.MapPost, "/{brokerName}", ConsolePermission.ManageBrokers, static (own, context, broker, form, cancellationToken) => own.SaveAsync(context, broker, form, cancellationToken));
    }

    private delegate Task<IResult> Handle(ConsoleBrokerEndpoints own, HttpContext context, BrokerEntity broker, IFormCollection form, CancellationToken cancellationToken);

    /// <summary>An endpoint about one of the caller's brokers; another is as good as none (BID-44).</summary>
    private static void Map(Func<string, Delegate, RouteHandlerBuilder> map, string path, ConsolePermission permission, Handle handle) =>
        map(path, async (HttpContext context, string brokerName, ConsoleBrokerEndpoints own, CancellationToken cancellationToken) =>
            context.GetCaller().FindBroker(brokerName) is { } broker
                ? await handle(own, context, broker, context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty, cancellationToken)
                : ConsoleError.NotFound).Needs(permission);

    private static ConsoleResult<BrokerListPage> List(HttpContext context)
    {
        var search = context.Request.Query["q"].ToString().Trim();
        _ = int.TryParse(context.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page);
        page = Math.Clamp(page, 1, 100_000);
        var all = context.GetCaller().Brokers;
        var found = search.Length == 0 ? all
            : [.. all.Where(broker => broker.Settings.DisplayName.Contains(search, StringComparison.OrdinalIgnoreCase) || broker.Name.Value.Contains(search, StringComparison.OrdinalIgnoreCase))];
        return new("Brokers", new BrokerListModel([.. found.Skip((page - 1) * PageLength).Take(PageLength)], search, page, found.Count, page * PageLength < found.Count));
    }

    private async Task<IResult> ShowAsync(BrokerEntity broker, CancellationToken cancellationToken) =>
        await FindAsync(broker, cancellationToken) is var (_, configuration)
            ? new ConsoleResult<BrokerPage>(broker.Settings.DisplayName, new BrokerPageModel(broker, configuration))
            : ConsoleError.NotFound;

    private async Task<IResult> EditAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var version = await versions.FindVersionAsync(broker.Crm.Id, cancellationToken);
        return Show(broker, BrokerForm.Of(broker.Settings), version, new FormErrors());
    }

    private async Task<IResult> ReviewAsync(HttpContext context, BrokerEntity broker, IFormCollection fields, CancellationToken cancellationToken)
    {
        var form = BrokerForm.From(fields);
        _ = long.TryParse(fields["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var errors = new FormErrors();
        if (await RequestOfAsync(context, broker, form, version, errors, cancellationToken) is not { } request)
        {
            return Show(broker, form, version, errors, StatusCodes.Status422UnprocessableEntity);
        }

        switch (await stored.PlanAsync(request, cancellationToken))
        {
            case ConfigurationOutcome.Planned planned:
                var url = ConsolePaths.BrokerOf(broker.Name.Value);
                return new ConsoleResult<ReviewPage>(
                    "Review",
                    new ReviewModel(
                        broker.Settings.DisplayName, planned.Plan, BrokerConfigurationReader.Warn(request.Crms), url, seal.Seal(PurposeOf(context, broker), form.ToString(), ReviewLifetime), $"{url}/edit",
                        version));
            case var other:
                return NotSaved(broker, form, version, other);
        }
    }

    private async Task<IResult> SaveAsync(HttpContext context, BrokerEntity broker, IFormCollection fields, CancellationToken cancellationToken)
    {
        var errors = new FormErrors();
        if (seal.Open(PurposeOf(context, broker), fields["sealed"]) is not { } text || !long.TryParse(fields["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return ConsoleError.UnreadableForm;
        }

        var form = BrokerForm.Parse(text);
        if (await RequestOfAsync(context, broker, form, version, errors, cancellationToken) is not { } request)
        {
            return Show(broker, form, version, errors, StatusCodes.Status422UnprocessableEntity);
        }

        return await stored.ApplyAsync(request, cancellationToken) switch
        {
            ConfigurationOutcome.Applied => new SeeOther(ConsoleNotice.After(ConsolePaths.BrokerOf(broker.Name.Value), "broker-saved")),
            ConfigurationOutcome.Unchanged => new SeeOther(ConsoleNotice.After(ConsolePaths.BrokerOf(broker.Name.Value), "unchanged")),
            var other => NotSaved(broker, form, version, other),
        };
    }

    /// <summary>Null when a field cannot be read.</summary>
    private async Task<ConfigurationRequest?> RequestOfAsync(HttpContext context, BrokerEntity broker, BrokerForm form, long version, FormErrors errors, CancellationToken cancellationToken)
    {
        if (await FindAsync(broker, cancellationToken) is not var (crm, configuration))
        {
            return null;
        }

        var changed = form.ApplyTo(configuration, errors);
        var act = StaffAct.Of(context, "broker.change", $"broker {broker.Name.Value}", broker);
        return errors.Any ? null : new([crm with { Brokers = [changed] }], OriginOf(context))
        {
            BaseVersion = version, IsPart = true, Also = session => AuditStore.AddAsync(session, act, time.GetUtcNow()),
        };
    }

    private async Task<(CrmConfiguration Crm, BrokerConfiguration Broker)?> FindAsync(BrokerEntity broker, CancellationToken cancellationToken) =>
        await stored.FindBrokerAsync(broker.Crm.Name.Value, broker.Name.Value, cancellationToken);

    private static IResult NotSaved(BrokerEntity broker, BrokerForm form, long version, ConfigurationOutcome outcome)
    {
        if (outcome is ConfigurationOutcome.Outdated outdated)
        {
            return new ConsoleResult<NotSavedPage>(
                "Not saved", new NotSavedModel(broker.Settings.DisplayName, [], outdated.Meanwhile, $"{ConsolePaths.BrokerOf(broker.Name.Value)}/edit"), StatusCodes.Status409Conflict);
        }

        var errors = new FormErrors();
        foreach (var fault in (outcome as ConfigurationOutcome.Refused)?.Faults ?? [])
        {
            BrokerForm.AddFault(errors, $"Crms:{broker.Crm.Name.Value}:Brokers:{broker.Name.Value}", fault);
        }

        return Show(broker, form, version, errors, StatusCodes.Status422UnprocessableEntity);
    }

    private static ConsoleResult<BrokerFormPage> Show(BrokerEntity broker, BrokerForm form, long version, FormErrors errors, int status = StatusCodes.Status200OK) =>
        new($"Change {broker.Settings.DisplayName}", new BrokerFormModel(broker, form, version, errors), status);

    /// <summary>Good for this member of staff and this broker alone.</summary>
    private static string PurposeOf(HttpContext context, BrokerEntity broker) =>
        string.Create(CultureInfo.InvariantCulture, $"{Purpose} {context.GetCaller().Member.Id} {broker.Id}");

    internal static ConfigurationOrigin OriginOf(HttpContext context) =>
        new(ConfigurationSource.Console, context.GetCaller().Member.Email, context.Connection.RemoteIpAddress?.ToString());
}

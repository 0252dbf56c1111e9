using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Brokers and white labels: what is in force, and changing it with a look at the difference first.</summary>
internal sealed class ConsoleBrokerEndpoints(StoredConfiguration stored, ConfigurationStore versions, PaymentProviders providers, ConfigurationForms forms, TimeProvider time)
{
    private const int PageLength = 50;

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/brokers");
        group.MapGet("", (HttpContext context) => List(context)).Needs(ConsolePermission.ReadBrokers);
        Map(group.MapGet, "/{brokerName}", ConsolePermission.ReadBrokers, static (own, context, broker, form, cancellationToken) => own.ShowAsync(broker, cancellationToken));
        foreach (var part in BrokerPart.All)
        {
            Map(group.MapGet, $"/{{brokerName}}/{part.Name}", ConsolePermission.ManageBrokers, (own, context, broker, form, cancellationToken) => own.EditAsync(broker, part, cancellationToken));
        }

        Map(group.MapPost, "/{brokerName}/review", ConsolePermission.ManageBrokers, static (own, context, broker, form, cancellationToken) => own.ReviewAsync(context, broker, form, cancellationToken)).WithMetadata(BrokerForm.Limits);
        Map(group.MapPost, "/{brokerName}", ConsolePermission.ManageBrokers, static (own, context, broker, form, cancellationToken) => own.SaveAsync(context, broker, form, cancellationToken)).WithMetadata(BrokerForm.Limits);
    }

    private delegate Task<IResult> Handle(ConsoleBrokerEndpoints own, HttpContext context, BrokerEntity broker, IFormCollection form, CancellationToken cancellationToken);

    /// <summary>An endpoint about one of the caller's brokers; another is as good as none (BID-44).</summary>
    private static RouteHandlerBuilder Map(Func<string, Delegate, RouteHandlerBuilder> map, string path, ConsolePermission permission, Handle handle) =>
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

    private async Task<IResult> EditAsync(BrokerEntity broker, BrokerPart part, CancellationToken cancellationToken)
    {
        var version = await versions.FindVersionAsync(broker.Crm.Id, cancellationToken);
        return await FindAsync(broker, cancellationToken) is var (crm, configuration)
            ? Show(broker, crm, configuration, BrokerForm.Of(broker.Settings, part), version, new FormErrors())
            : ConsoleError.NotFound;
    }

    private async Task<IResult> ReviewAsync(HttpContext context, BrokerEntity broker, IFormCollection fields, CancellationToken cancellationToken)
    {
        var form = BrokerForm.From(fields);
        _ = long.TryParse(fields["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        if (await FindAsync(broker, cancellationToken) is not var (crm, configuration))
        {
            return ConsoleError.NotFound;
        }

        var errors = new FormErrors();
        if (fields["do"] == "more")
        {
            return Show(broker, crm, configuration, form, version, errors);
        }

        // What cannot be read and what must not be are told at once.
        var request = RequestOf(context, broker, crm, form.ApplyTo(configuration, errors), form, version, key: null);
        var outcome = await stored.PlanAsync(request, cancellationToken);
        if (errors.Any || outcome is ConfigurationOutcome.Refused)
        {
            return NotSaved(broker, crm, configuration, form, version, outcome, errors);
        }

        var url = ConsolePaths.BrokerOf(broker.Name.Value);
        return outcome is ConfigurationOutcome.Planned planned
            ? new ConsoleResult<ReviewPage>(
                "Review",
                new ReviewModel(broker.Settings.DisplayName, planned.Plan, WarningsOf(request, broker, form.Part), url, forms.Seal(context, broker.Id, form), $"{url}/{form.Part.Name}", version))
            : NotSaved(broker, crm, configuration, form, version, outcome, errors);
    }

    private Task<IResult> SaveAsync(HttpContext context, BrokerEntity broker, IFormCollection fields, CancellationToken cancellationToken)
    {
        var url = ConsolePaths.BrokerOf(broker.Name.Value);
        return forms.SaveAsync(context, fields, broker.Id, ConsoleNotice.After(url, "repeated"), async (form, version, key) =>
        {
            if (await FindAsync(broker, cancellationToken) is not var (crm, configuration))
            {
                return (ConfigurationForms.Gone, ConsoleError.NotFound);
            }

            var errors = new FormErrors();
            var request = RequestOf(context, broker, crm, form.ApplyTo(configuration, errors), form, version, key);
            var outcome = errors.Any ? ConfigurationForms.Gone : await stored.ApplyAsync(request, cancellationToken);
            return (outcome, outcome switch
            {
                ConfigurationOutcome.Applied => new SeeOther(ConsoleNotice.After(url, "broker-saved")),
                ConfigurationOutcome.Unchanged => new SeeOther(ConsoleNotice.After(url, "unchanged")),
                _ => NotSaved(broker, crm, configuration, form, version, outcome, errors),
            });
        }, cancellationToken);
    }

    private ConfigurationRequest RequestOf(HttpContext context, BrokerEntity broker, CrmConfiguration crm, BrokerConfiguration changed, BrokerForm form, long version, string? key)
    {
        var act = StaffAct.Of(context, "broker.change", $"broker {broker.Name.Value}", broker) with { Detail = form.Part == BrokerPart.Common ? null : form.Part.Name, SubmissionKey = key };
        return new([crm with { Brokers = [changed] }], OriginOf(context))
        {
            BaseVersion = version, IsPart = true, Also = session => AuditStore.AddAsync(session, act, time.GetUtcNow()),
        };
    }

    /// <summary>What can be saved and is hardly meant.</summary>
    private IReadOnlyList<string> WarningsOf(ConfigurationRequest request, BrokerEntity broker, BrokerPart part) =>
    [
        .. BrokerConfigurationReader.Warn(request.Crms),
        .. part != BrokerPart.Methods ? [] : request.Crms[0].Brokers[0].Settings.Cashier.Methods.Where(method => !providers.Has(broker, method.Provider))
            .Select(static method => $"There is no payment provider '{method.Provider}' here: {method.Id} is not offered until there is one."),
    ];

    private async Task<(CrmConfiguration Crm, BrokerConfiguration Broker)?> FindAsync(BrokerEntity broker, CancellationToken cancellationToken) =>
        await stored.FindBrokerAsync(broker.Crm.Name.Value, broker.Name.Value, cancellationToken);

    private static IResult NotSaved(
        BrokerEntity broker, CrmConfiguration crm, BrokerConfiguration configuration, BrokerForm form, long version, ConfigurationOutcome outcome, FormErrors errors)
    {
        if (outcome is ConfigurationOutcome.Outdated outdated)
        {
            return new ConsoleResult<NotSavedPage>(
                "Not saved", new NotSavedModel(broker.Settings.DisplayName, [], outdated.Meanwhile, $"{ConsolePaths.BrokerOf(broker.Name.Value)}/{form.Part.Name}"), StatusCodes.Status409Conflict);
        }

        foreach (var fault in (outcome as ConfigurationOutcome.Refused)?.Faults ?? [])
        {
            form.AddFault(errors, $"Crms:{broker.Crm.Name.Value}:Brokers:{broker.Name.Value}", fault);
        }

        form.CallGroups(errors);
        return Show(broker, crm, configuration, form, version, errors, StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Show(
        BrokerEntity broker, CrmConfiguration crm, BrokerConfiguration configuration, BrokerForm form, long version, FormErrors errors, int status = StatusCodes.Status200OK)
    {
        var named = crm.PaymentProviders.Concat(configuration.PaymentProviders).Select(static provider => provider.Name).Concat(configuration.Settings.Cashier.Methods.Select(static method => method.Provider));
        var model = new BrokerFormModel(broker, form, version, errors, [.. named.Distinct(StringComparer.Ordinal)]);
        var title = $"Change {broker.Settings.DisplayName}";
        return form.Part == BrokerPart.Agreements ? new ConsoleResult<AgreementFormPage>(title, model, status)
            : form.Part == BrokerPart.Methods ? new ConsoleResult<MethodFormPage>(title, model, status)
            : new ConsoleResult<BrokerFormPage>(title, model, status);
    }

    internal static ConfigurationOrigin OriginOf(HttpContext context) =>
        new(ConfigurationSource.Console, context.GetCaller().Member.Email, context.Connection.RemoteIpAddress?.ToString());
}

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

/// <summary>Settings of the caller's CRM, which hold for all its brokers: so only who looks after all of them changes these.</summary>
internal sealed class ConsoleCrmEndpoints(StoredConfiguration stored, ConfigurationStore versions, ConfigurationForms forms, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/crm/languages").AddEndpointFilter(static async (context, next) =>
            context.HttpContext.GetCaller().Member.BrokerIds.Count == 0 ? await next(context) : ConsoleError.NotFound);
        group.MapGet("", (HttpContext context, ConsoleCrmEndpoints own, CancellationToken cancellationToken) => own.EditAsync(context, cancellationToken)).Needs(ConsolePermission.ManageBrokers);
        group.MapPost("/review", (HttpContext context, ConsoleCrmEndpoints own, CancellationToken cancellationToken) => own.ReviewAsync(context, cancellationToken)).Needs(ConsolePermission.ManageBrokers);
        group.MapPost("", (HttpContext context, ConsoleCrmEndpoints own, CancellationToken cancellationToken) => own.SaveAsync(context, cancellationToken)).Needs(ConsolePermission.ManageBrokers);
    }

    private async Task<IResult> EditAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var crm = context.GetCaller().Crm;
        var version = await versions.FindVersionAsync(crm.Id, cancellationToken);
        return Show(LanguageFields.Of(crm.Settings), version, new FormErrors());
    }

    private async Task<IResult> ReviewAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var form = BrokerForm.From(fields);
        _ = long.TryParse(fields["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var crm = context.GetCaller().Crm;
        return await stored.PlanAsync(await RequestOfAsync(context, form, version, key: null, cancellationToken), cancellationToken) switch
        {
            ConfigurationOutcome.Planned planned => new ConsoleResult<ReviewPage>(
                "Review",
                new ReviewModel("Languages", planned.Plan, [], ConsolePaths.CrmLanguages, forms.Seal(context, -crm.Id, form), ConsolePaths.CrmLanguages, version)),
            var other => NotSaved(form, version, other),
        };
    }

    private async Task<IResult> SaveAsync(HttpContext context, CancellationToken cancellationToken) => await forms.SaveAsync(
        context, await context.Request.ReadFormAsync(cancellationToken), -context.GetCaller().Crm.Id, ConsoleNotice.After(ConsolePaths.Brokers, "repeated"),
        async (form, version, key) =>
        {
            var outcome = await stored.ApplyAsync(await RequestOfAsync(context, form, version, key, cancellationToken), cancellationToken);
            return (outcome, outcome switch
            {
                ConfigurationOutcome.Applied => new SeeOther(ConsoleNotice.After(ConsolePaths.Brokers, "crm-saved")),
                ConfigurationOutcome.Unchanged => new SeeOther(ConsoleNotice.After(ConsolePaths.Brokers, "unchanged")),
                _ => NotSaved(form, version, outcome),
            });
        },
        cancellationToken);

    /// <summary>With all brokers, so that each of them is held against the languages that there are to be.</summary>
    private async Task<ConfigurationRequest> RequestOfAsync(HttpContext context, BrokerForm form, long version, string? key, CancellationToken cancellationToken)
    {
        var crm = context.GetCaller().Crm;
        var all = await stored.ReadAsync(crm.Id, version: null, cancellationToken) ?? [];
        var act = StaffAct.Of(context, "crm.change", $"CRM {crm.Name.Value}") with { Detail = "languages", SubmissionKey = key };
        return new([.. all.Select(one => one with { Settings = LanguageFields.Apply(form, one.Settings) })], ConsoleBrokerEndpoints.OriginOf(context))
        {
            BaseVersion = version, Also = session => AuditStore.AddAsync(session, act, time.GetUtcNow()),
        };
    }

    private static IResult NotSaved(BrokerForm form, long version, ConfigurationOutcome outcome)
    {
        if (outcome is ConfigurationOutcome.Outdated outdated)
        {
            return new ConsoleResult<NotSavedPage>("Not saved", new NotSavedModel("Languages", [], outdated.Meanwhile, ConsolePaths.CrmLanguages), StatusCodes.Status409Conflict);
        }

        var errors = new FormErrors();
        foreach (var fault in (outcome as ConfigurationOutcome.Refused)?.Faults ?? [])
        {
            LanguageFields.AddFault(errors, fault);
        }

        return Show(form, version, errors, StatusCodes.Status422UnprocessableEntity);
    }

    private static ConsoleResult<LanguagePage> Show(BrokerForm form, long version, FormErrors errors, int status = StatusCodes.Status200OK) =>
        new("Languages", new CrmFormModel(form, version, errors), status);
}

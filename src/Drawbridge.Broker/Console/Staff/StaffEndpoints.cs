using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Console.Staff;

/// <summary>Adding, changing and disabling staff.</summary>
internal sealed class StaffEndpoints(StaffStore store, StaffPasswords passwords, AuditStore audit, TimeProvider time, IOptions<ConsoleOptions> options)
{
    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/staff");
        group.MapGet("", (HttpContext context, StaffEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ManageStaff);
        group.MapGet("/new", () => Show(member: null, StaffForm.Empty, new FormErrors())).Needs(ConsolePermission.ManageStaff);
        group.MapPost("", (HttpContext context, StaffEndpoints own, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken)).Needs(ConsolePermission.ManageStaff);
        Map(group.MapGet, "/{id:long}", static (own, context, member, form, cancellationToken) => Task.FromResult<IResult>(Show(member, StaffForm.Of(member), new FormErrors())));
        Map(group.MapPost, "/{id:long}", static (own, context, member, form, cancellationToken) => own.ChangeAsync(context, member, form, cancellationToken));
        Map(group.MapPost, "/{id:long}/disable", static (own, context, member, form, cancellationToken) => own.SetDisabledAsync(context, member, disabled: true, cancellationToken));
        Map(group.MapPost, "/{id:long}/enable", static (own, context, member, form, cancellationToken) => own.SetDisabledAsync(context, member, disabled: false, cancellationToken));
        Map(group.MapPost, "/{id:long}/password", static (own, context, member, form, cancellationToken) => own.ResetPasswordAsync(context, member, form, cancellationToken));
    }

    private delegate Task<IResult> Handle(StaffEndpoints own, HttpContext context, StaffMember member, IFormCollection form, CancellationToken cancellationToken);

    /// <summary>An endpoint about a member of the caller's CRM; one of another is as good as none (BID-44).</summary>
    private static void Map(Func<string, Delegate, RouteHandlerBuilder> map, string path, Handle handle) =>
        map(path, async (HttpContext context, long id, StaffEndpoints own, CancellationToken cancellationToken) =>
            await own.FindAsync(context, id, cancellationToken) is { } member
                ? await handle(own, context, member, context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty, cancellationToken)
                : ConsoleError.NotFound).Needs(ConsolePermission.ManageStaff);

    private Task<StaffMember?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) => store.FindAsync(context.GetCaller().Crm.Id, id, cancellationToken);

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken) =>
        new ConsoleResult<StaffListPage>("Staff", new StaffListModel(await store.ListAsync(context.GetCaller().Crm.Id, cancellationToken)));

    private async Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        if (ConsoleForm.OnceKeyOf(fields) is not { } key)
        {
            return ConsoleError.UnreadableForm;
        }

        if (await audit.IsDoneAsync(caller.Member.Id, key, cancellationToken))
        {
            return Repeated;
        }

        var form = StaffForm.From(fields, caller);
        var errors = form.Validate(isNew: true);
        if (errors.Any)
        {
            return Show(member: null, form, errors, StatusCodes.Status422UnprocessableEntity);
        }

        var password = StaffPasswords.NewTemporary();
        var until = time.GetUtcNow() + options.Value.TemporaryPasswordLifetime;
        var hash = await passwords.HashAsync(password, cancellationToken);
        var act = ActOf(context, "staff.add", form.Email) with { Detail = Describe(form, caller), SubmissionKey = key };
        try
        {
            if (await store.AddAsync(new(caller.Crm.Id, form.Email, form.Name, hash, until, form.Roles, form.BrokerIds), act, cancellationToken) is not null)
            {
                return new ConsoleResult<NewPasswordPage>("Temporary password", new NewPasswordModel(form.Email, form.Name, password, until));
            }
        }
        catch (ActRepeatedException)
        {
            return Repeated;
        }

        errors.Add("email", "This address cannot be used: there is an account with it already. Choose another one.");
        return Show(member: null, form, errors, StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<IResult> ChangeAsync(HttpContext context, StaffMember member, IFormCollection fields, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var form = StaffForm.From(fields, caller) with { Email = member.Email };
        var errors = form.Validate(isNew: false);
        if (!errors.Any
            && !await store.TryChangeAsync(
                member, form.Name, form.Roles, form.BrokerIds, ActOf(context, "staff.change", member.Email) with { Detail = Describe(form, caller) }, cancellationToken))
        {
            errors.Add("roles", "Your CRM would have no administrator left. Make somebody else one first.");
        }

        return errors.Any ? Show(member, form, errors, StatusCodes.Status422UnprocessableEntity) : Back(member, "saved");
    }

    private async Task<IResult> SetDisabledAsync(HttpContext context, StaffMember member, bool disabled, CancellationToken cancellationToken)
    {
        var done = await store.TrySetDisabledAsync(member, disabled, ActOf(context, disabled ? "staff.disable" : "staff.enable", member.Email), cancellationToken);
        return done
            ? Back(member, disabled ? "disabled" : "enabled")
            : Show(
                member, StaffForm.Of(member), FormErrors.Single("Your CRM would have no administrator left. Make somebody else one first."),
                StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<IResult> ResetPasswordAsync(HttpContext context, StaffMember member, IFormCollection fields, CancellationToken cancellationToken)
    {
        if (ConsoleForm.OnceKeyOf(fields) is not { } key)
        {
            return ConsoleError.UnreadableForm;
        }

        if (await audit.IsDoneAsync(context.GetCaller().Member.Id, key, cancellationToken))
        {
            return Back(member, "repeated");
        }

        var password = StaffPasswords.NewTemporary();
        var until = time.GetUtcNow() + options.Value.TemporaryPasswordLifetime;
        try
        {
            await store.SetPasswordAsync(
                member, await passwords.HashAsync(password, cancellationToken), until,
                ActOf(context, "staff.password", member.Email) with { SubmissionKey = key }, cancellationToken);
        }
        catch (ActRepeatedException)
        {
            return Back(member, "repeated");
        }

        return new ConsoleResult<NewPasswordPage>("Temporary password", new NewPasswordModel(member.Email, member.Name, password, until));
    }

    private static SeeOther Repeated => new(ConsoleNotice.After(ConsolePaths.Staff, "repeated"));

    private static StaffAct ActOf(HttpContext context, string name, string email) => StaffAct.Of(context, name, $"staff {email}");

    private static string Describe(StaffForm form, StaffCaller caller) =>
        $"{form.Name}; {string.Join(", ", StaffRoleList.NamesOf(form.Roles))}; "
        + (form.BrokerIds.Count == 0 ? "all brokers" : string.Join(", ", form.BrokerIds.Select(id => caller.FindBroker(id)?.Name.Value)));

    private static ConsoleResult<StaffMemberPage> Show(StaffMember? member, StaffForm form, FormErrors errors, int status = StatusCodes.Status200OK) =>
        new(member?.Name ?? "New member of staff", new StaffMemberModel(member, form, errors), status);

    private static SeeOther Back(StaffMember member, string notice) =>
        new(ConsoleNotice.After($"{ConsolePaths.Staff}/{ConsoleFormat.Plain(member.Id)}", notice));
}

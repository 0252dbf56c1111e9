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
internal sealed class StaffEndpoints(StaffStore store, StaffPasswords passwords, TimeProvider time, IOptions<ConsoleOptions> options)
{
    private const string LastAdministrator = "Your CRM would have no administrator left. Make somebody else one first.";

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/staff");
        group.MapGet("", (HttpContext context, StaffEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ManageStaff);
        group.MapGet("/new", () => Show(member: null, StaffForm.Empty, new FormErrors())).Needs(ConsolePermission.ManageStaff);
        group.MapPost("", (HttpContext context, StaffEndpoints own, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken)).Needs(ConsolePermission.ManageStaff);
        Map(group.MapGet, "/{id:long}", static (own, context, member, cancellationToken) => Task.FromResult<IResult>(Show(member, StaffForm.Of(member), new FormErrors())));
        Map(group.MapPost, "/{id:long}", static (own, context, member, cancellationToken) => own.ChangeAsync(context, member, cancellationToken));
        Map(group.MapPost, "/{id:long}/disable", static (own, context, member, cancellationToken) => own.SetDisabledAsync(context, member, disabled: true, cancellationToken));
        Map(group.MapPost, "/{id:long}/enable", static (own, context, member, cancellationToken) => own.SetDisabledAsync(context, member, disabled: false, cancellationToken));
        Map(group.MapPost, "/{id:long}/password", static (own, context, member, cancellationToken) => own.ResetPasswordAsync(context, member, cancellationToken));
    }

    private delegate Task<IResult> Handle(StaffEndpoints own, HttpContext context, StaffMember member, CancellationToken cancellationToken);

    /// <summary>An endpoint about a member of the caller's CRM; one of another is as good as none (BID-44).</summary>
    private static void Map(Func<string, Delegate, RouteHandlerBuilder> map, string path, Handle handle) =>
        map(path, async (HttpContext context, long id, StaffEndpoints own, CancellationToken cancellationToken) =>
            await own.FindAsync(context, id, cancellationToken) is { } member
                ? await handle(own, context, member, cancellationToken)
                : ConsoleError.NotFound).Needs(ConsolePermission.ManageStaff);

    private Task<StaffMember?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) => store.FindAsync(context.GetCaller().Crm.Id, id, cancellationToken);

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken) =>
        new ConsoleResult<StaffListPage>("Staff", new StaffListModel(await store.ListAsync(context.GetCaller().Crm.Id, cancellationToken)));

    private Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.Staff, "repeated"),
        async sent =>
        {
            var caller = context.GetCaller();
            var form = StaffForm.From(sent.Fields, caller);
            var errors = form.Validate(isNew: true);
            if (errors.Any)
            {
                return Show(member: null, form, errors, StatusCodes.Status422UnprocessableEntity);
            }

            var password = StaffPasswords.NewTemporary();
            var until = time.GetUtcNow() + options.Value.TemporaryPasswordLifetime;
            var hash = await passwords.HashAsync(password, cancellationToken);
            var act = ActOf(context, "staff.add", form.Email, sent) with { Detail = Describe(form, caller) };
            if (await store.AddAsync(new(caller.Crm.Id, form.Email, form.Name, hash, until, form.Roles, form.BrokerIds), act, cancellationToken) is not null)
            {
                return new ConsoleResult<NewPasswordPage>("Temporary password", new NewPasswordModel(form.Email, form.Name, password, until));
            }

            errors.Add("email", "This address cannot be used: there is an account with it already. Choose another one.");
            return Show(member: null, form, errors, StatusCodes.Status422UnprocessableEntity);
        },
        cancellationToken);

    private Task<IResult> ChangeAsync(HttpContext context, StaffMember member, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(member, "saved"),
        async sent =>
        {
            var caller = context.GetCaller();
            var form = StaffForm.From(sent.Fields, caller) with { Email = member.Email };
            var errors = form.Validate(isNew: false);
            if (!errors.Any
                && !await store.TryChangeAsync(
                    member, form.Name, form.Roles, form.BrokerIds, ActOf(context, "staff.change", member.Email, sent) with { Detail = Describe(form, caller) }, cancellationToken))
            {
                errors.Add("roles", LastAdministrator);
            }

            return errors.Any ? Show(member, form, errors, StatusCodes.Status422UnprocessableEntity) : new SeeOther(UrlOf(member, "saved"));
        },
        cancellationToken);

    private Task<IResult> SetDisabledAsync(HttpContext context, StaffMember member, bool disabled, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(member, disabled ? "disabled" : "enabled"),
        async sent => await store.TrySetDisabledAsync(member, disabled, ActOf(context, disabled ? "staff.disable" : "staff.enable", member.Email, sent), cancellationToken)
            ? new SeeOther(UrlOf(member, disabled ? "disabled" : "enabled"))
            : Show(member, StaffForm.Of(member), FormErrors.Single(LastAdministrator), StatusCodes.Status422UnprocessableEntity),
        cancellationToken);

    private Task<IResult> ResetPasswordAsync(HttpContext context, StaffMember member, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(member, "repeated"),
        async sent =>
        {
            var password = StaffPasswords.NewTemporary();
            var until = time.GetUtcNow() + options.Value.TemporaryPasswordLifetime;
            await store.SetPasswordAsync(
                member, await passwords.HashAsync(password, cancellationToken), until, ActOf(context, "staff.password", member.Email, sent), cancellationToken);
            return new ConsoleResult<NewPasswordPage>("Temporary password", new NewPasswordModel(member.Email, member.Name, password, until));
        },
        cancellationToken);

    private static StaffAct ActOf(HttpContext context, string name, string email, SentForm sent) => StaffAct.Of(context, name, $"staff {email}") with { SubmissionKey = sent.Key };

    private static string Describe(StaffForm form, StaffCaller caller) =>
        $"{form.Name}; {string.Join(", ", StaffRoleList.NamesOf(form.Roles))}; "
        + (form.BrokerIds.Count == 0 ? "all brokers" : string.Join(", ", form.BrokerIds.Select(id => caller.FindBroker(id)?.Name.Value)));

    private static ConsoleResult<StaffMemberPage> Show(StaffMember? member, StaffForm form, FormErrors errors, int status = StatusCodes.Status200OK) =>
        new(member?.Name ?? "New member of staff", new StaffMemberModel(member, form, errors), status);

    private static string UrlOf(StaffMember member, string notice) => ConsoleNotice.After($"{ConsolePaths.Staff}/{ConsoleFormat.Plain(member.Id)}", notice);
}

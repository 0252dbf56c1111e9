using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Chat;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>Partners in the console: looking at them, and adding one. What is decided about one is with <see cref="PartnerActEndpoints"/>.</summary>
internal sealed class ConsolePartnerEndpoints(PartnerDeskStore desk, PartnerPages pages, PartnerService service, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/partners");
        group.MapGet("", (HttpContext context, ConsolePartnerEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ReadPartners);
        group.MapGet("/new", (HttpContext context) => ShowNew(context)).Needs(ConsolePermission.ManagePartners);
        group.MapPost("", (HttpContext context, ConsolePartnerEndpoints own, CancellationToken cancellationToken) => own.AddAsync(context, cancellationToken)).Needs(ConsolePermission.ManagePartners);
        MapPage(group, "", static (own, context, partner, broker, cancellationToken) => own.ShowAsync(partner, broker, cancellationToken));
        MapPage(group, "/network", static (own, context, partner, broker, cancellationToken) => own.ShowNetworkAsync(context, partner, broker, cancellationToken));
        MapPage(group, "/traders", static (own, context, partner, broker, cancellationToken) => own.ShowTradersAsync(context, partner, broker, cancellationToken));
        MapPage(group, "/history", static (own, context, partner, broker, cancellationToken) => own.ShowHistoryAsync(context, partner, broker, cancellationToken));
    }

    private delegate Task<IResult> Show(ConsolePartnerEndpoints own, HttpContext context, Partner partner, BrokerEntity broker, CancellationToken cancellationToken);

    /// <summary>A page about a partner of one of the caller's brokers; another is as good as none (BID-44).</summary>
    private static void MapPage(RouteGroupBuilder group, string path, Show show) =>
        group.MapGet($"/{{id:long}}{path}", async (HttpContext context, long id, ConsolePartnerEndpoints own, CancellationToken cancellationToken) =>
            await own.FindAsync(context, id, cancellationToken) is var (partner, broker)
                ? await show(own, context, partner, broker, cancellationToken)
                : ConsoleError.NotFound).Needs(ConsolePermission.ReadPartners);

    private Task<(Partner Partner, BrokerEntity Broker)?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        desk.FindAsync(context.GetCaller(), id, cancellationToken);

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var filter = PartnerFilter.Of(context.Request.Query, caller);
        var rows = await desk.ListAsync(caller.Brokers.Select(static broker => broker.Id), filter, PartnerPages.PageLength + 1, cancellationToken);
        return new ConsoleResult<PartnerListPage>("Partners", new PartnerListModel(filter, [.. rows.Take(PartnerPages.PageLength)], rows.Count > PartnerPages.PageLength));
    }

    private static IResult ShowNew(HttpContext context) =>
        context.GetCaller().FindBroker(context.Request.Query["broker"].ToString()) is { } broker ? ShowForm(broker, new(), new FormErrors()) : ConsoleError.NotFound;

    private static ConsoleResult<NewPartnerPage> ShowForm(BrokerEntity broker, PartnerForm form, FormErrors errors) =>
        new("New partner", new NewPartnerModel(broker, form, errors), errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    private Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, ConsoleNotice.After(ConsolePaths.Partners, "repeated"), sent => AddAsync(context, sent, cancellationToken), cancellationToken);

    private async Task<IResult> AddAsync(HttpContext context, SentForm sent, CancellationToken cancellationToken)
    {
        if (context.GetCaller().FindBroker(sent.Fields["broker"].ToString()) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        var form = PartnerForm.From(sent.Fields);
        var errors = form.Check();
        var trader = form.Trader.Length == 0 ? null : await desk.FindTraderAsync(broker.Id, form.Trader, cancellationToken);
        var parent = form.Parent.Length == 0 ? null : await desk.FindNamedAsync(broker.Id, form.Parent, cancellationToken);
        if (form.Trader.Length > 0 && trader is null)
        {
            errors.Add("trader", $"{broker.Settings.DisplayName} has no trader with this address or account.");
        }

        if (form.ByAccount && trader is { AccountId: null })
        {
            errors.Add("trader", "Enter the number of the account that is to be the partner.");
        }

        if (form.Parent.Length > 0 && parent is null)
        {
            errors.Add("parent", $"{broker.Settings.DisplayName} has no partner with this identifier.");
        }

        if (errors.Any)
        {
            return ShowForm(broker, form, errors);
        }

        var caller = context.GetCaller();
        var asked = new NewPartner(trader!.Id, form.Name.Length > 0 ? form.Name : TraderName.Of(trader.FirstName, trader.LastName, trader.Email))
        {
            AccountId = form.ByAccount ? trader.AccountId : null, Identifier = form.Identifier.Length > 0 ? form.Identifier : null, ParentId = parent?.Id, IsDecided = true, By = caller.Member.Email,
        };
        return await service.RegisterAsync(
            broker, asked,
            (session, partner) => AuditStore.AddAsync(
                session, StaffAct.Of(context, "partner.add", PartnerPages.ObjectOf(partner.Id), broker) with { Detail = partner.Identifier, SubmissionKey = sent.Key }, time.GetUtcNow()),
            cancellationToken) switch
        {
            PartnerOutcome.Done { Partner: var added } => new SeeOther(ConsoleNotice.After(ConsolePaths.PartnerOf(added.Id), "partner-add")),
            PartnerOutcome.Exists { Partner: var there } => Refuse("trader", $"This is a partner already: {there.Name} ({there.Identifier})."),
            PartnerOutcome.IdentifierTaken => Refuse("identifier", "Another partner of the broker has this identifier."),
            _ => Refuse("trader", "The trader, the account or the partner above is gone."),
        };

        IResult Refuse(string field, string text)
        {
            errors.Add(field, text);
            return ShowForm(broker, form, errors);
        }
    }

    private async Task<IResult> ShowAsync(Partner partner, BrokerEntity broker, CancellationToken cancellationToken) =>
        new ConsoleResult<PartnerPage>(partner.Name, await pages.ShowAsync(partner, broker, new FormErrors(), new(), cancellationToken));

    private async Task<IResult> ShowNetworkAsync(HttpContext context, Partner partner, BrokerEntity broker, CancellationToken cancellationToken) =>
        new ConsoleResult<PartnerNetworkPage>($"Network of {partner.Name}", await pages.ShowNetworkAsync(context, partner, broker, cancellationToken));

    private async Task<IResult> ShowTradersAsync(HttpContext context, Partner partner, BrokerEntity broker, CancellationToken cancellationToken) =>
        new ConsoleResult<PartnerTradersPage>($"Traders of {partner.Name}", await pages.ShowTradersAsync(context, partner, broker, new FormErrors(), new(), cancellationToken));

    private async Task<IResult> ShowHistoryAsync(HttpContext context, Partner partner, BrokerEntity broker, CancellationToken cancellationToken) =>
        new ConsoleResult<PartnerHistoryPage>($"History of {partner.Name}", await pages.ShowHistoryAsync(context, partner, broker, cancellationToken));
}

using Drawbridge.Protocol.Money;
using System.Globalization;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Chat;

/// <summary>Conversations with traders. Every part works without scripts; with them, what is new comes by itself (FLOW-CHAT-1).</summary>
internal sealed class ConsoleChatEndpoints(DeskStore desk, DeskTraders traders, AccountStore accounts, ConsoleChatFiles files, TimeProvider time)
{
    public const string TextField = "text";
    public const string SeenField = "seen";

    private const int PageLength = 50;
    private const int Shown = 200;
    private const string TooLong = "At most 2000 characters.";

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/chat");
        group.MapGet("", (HttpContext context, ConsoleChatEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).Needs(ConsolePermission.ReadChat);
        group.MapGet("/{id:long}", (HttpContext context, long id, ConsoleChatEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, id, "", null, cancellationToken)).Needs(ConsolePermission.ReadChat);
        group.MapPost("/{id:long}", (HttpContext context, long id, ConsoleChatEndpoints own, CancellationToken cancellationToken) => own.ReplyAsync(context, id, cancellationToken)).Needs(ConsolePermission.WriteChat);
        group.MapPost("/{id:long}/read", (HttpContext context, long id, ConsoleChatEndpoints own, CancellationToken cancellationToken) => own.MarkReadAsync(context, id, cancellationToken)).Needs(ConsolePermission.WriteChat);
        ConsoleChatFiles.Map(group);
        group.MapGet("/new", (HttpContext context, ConsoleChatEndpoints own, CancellationToken cancellationToken) => own.LookForAsync(context, cancellationToken)).Needs(ConsolePermission.WriteChat);
        group.MapPost("/new", (HttpContext context, ConsoleChatEndpoints own, CancellationToken cancellationToken) => own.BeginAsync(context, cancellationToken)).Needs(ConsolePermission.WriteChat);
        console.MapGet("/live", (HttpContext context, DeskLive live, CancellationToken cancellationToken) => live.OpenAsync(context, cancellationToken)).Needs(ConsolePermission.ReadChat);
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var unreadOnly = query["unread"] == "true";
        if (!DeskCursor.TryParse(query["before"], out var before))
        {
            return ConsoleError.NotFound;
        }

        var rows = await desk.ListAsync(context.GetCaller().Scope, brokerId: null, unreadOnly, before, PageLength + 1, cancellationToken);
        return new ConsoleResult<ConversationListPage>(
            "Chat", new ConversationListModel([.. rows.Take(PageLength)], unreadOnly, rows.Count > PageLength ? DeskCursor.After(rows[PageLength - 1]) : null));
    }

    private async Task<IResult> ShowAsync(HttpContext context, long id, string draft, string? error, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await desk.FindAsync(caller.Scope, id, cancellationToken) is not { } conversation || caller.FindBroker(conversation.BrokerId) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        var after = context.Request.Query["all"] == "true" ? 0 : Math.Max(0, conversation.Messages - Shown);
        var messages = await desk.ListMessagesAsync(caller.Scope, id, after, limit: 1000, cancellationToken) ?? [];
        return new ConsoleResult<ConversationPage>(
            TraderName.Of(conversation.FirstName, conversation.LastName, conversation.Email),
            new ConversationModel(conversation, broker, messages, await files.ListAsync(id, after, cancellationToken), await accounts.ListAsync(broker.Id, conversation.UserId, cancellationToken), draft, error),
            error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Who replies has seen what was shown.</summary>
    private async Task<IResult> ReplyAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (message, fault) = Read(form, caller);
        if (message is null)
        {
            return fault is null ? ConsoleError.UnreadableForm : await ShowAsync(context, id, DraftOf(form), fault, cancellationToken);
        }

        var act = StaffAct.Of(context, "chat.reply", $"conversation {ConsoleFormat.Plain(id)}", await FindBrokerAsync(caller, id, cancellationToken));
        var sending = await desk.AddAsync(
            caller.Scope, id, message,
            (session, number) => AuditStore.AddAsync(session, act with { Detail = $"message {ConsoleFormat.Plain(number)}" }, time.GetUtcNow()), cancellationToken);
        if (sending is not ChatSending.Sent)
        {
            return ConsoleError.NotFound;
        }

        if (long.TryParse(form[SeenField], NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            await desk.MarkReadAsync(caller.Scope, id, seen, cancellationToken);
        }

        return new SeeOther($"{ConsolePaths.Chat}/{ConsoleFormat.Plain(id)}");
    }

    private async Task<IResult> MarkReadAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!long.TryParse(form[SeenField], NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            return ConsoleError.UnreadableForm;
        }

        var act = StaffAct.Of(context, "chat.read", $"conversation {ConsoleFormat.Plain(id)}", await FindBrokerAsync(caller, id, cancellationToken)) with
        {
            Detail = $"up to message {ConsoleFormat.Plain(seen)}",
        };
        return await desk.MarkReadAsync(caller.Scope, id, seen, cancellationToken, session => AuditStore.AddAsync(session, act, time.GetUtcNow())) is null
            ? ConsoleError.NotFound
            : new SeeOther(ConsoleNotice.After($"{ConsolePaths.Chat}/{ConsoleFormat.Plain(id)}", "read"));
    }

    private async Task<IResult> LookForAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var scope = context.GetCaller().Scope;
        var query = context.Request.Query;
        if (long.TryParse(query["user"], NumberStyles.None, CultureInfo.InvariantCulture, out var userId))
        {
            return await traders.FindAsync(scope, userId, cancellationToken) is { } chosen ? Lead(chosen) : ConsoleError.NotFound;
        }

        var search = query["q"].ToString().Trim();
        if (search.Length == 0)
        {
            return Show(new BeginModel("", Found: null, Trader: null, "", new FormErrors()));
        }

        var account = long.TryParse(search, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var found = await traders.ListAsync(scope, brokerId: null, account is null ? search : null, account, cancellationToken);
        return found is [var only] ? Lead(only) : Show(new BeginModel(search, found, Trader: null, "", new FormErrors()));
    }

    private async Task<IResult> BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!long.TryParse(form["user"], NumberStyles.None, CultureInfo.InvariantCulture, out var userId)
            || await traders.FindAsync(caller.Scope, userId, cancellationToken) is not { } trader)
        {
            return ConsoleError.NotFound;
        }

        var (message, fault) = Read(form, caller);
        if (message is null)
        {
            if (fault is null)
            {
                return ConsoleError.UnreadableForm;
            }

            var errors = new FormErrors();
            errors.Add(TextField, fault);
            return Show(new BeginModel("", Found: null, trader, DraftOf(form), errors), StatusCodes.Status422UnprocessableEntity);
        }

        var act = StaffAct.Of(context, "chat.begin", $"trader {trader.Email}", caller.FindBroker(trader.BrokerId));
        return await traders.WriteAsync(
            caller.Scope, userId, message,
            (session, number) => AuditStore.AddAsync(session, act with { Detail = $"message {ConsoleFormat.Plain(number)}" }, time.GetUtcNow()),
            cancellationToken) is ChatSending.Sent sent
            ? new SeeOther($"{ConsolePaths.Chat}/{ConsoleFormat.Plain(sent.ConversationId)}")
            : ConsoleError.NotFound;
    }

    /// <summary>To the conversation that there is, else to the first message.</summary>
    private static IResult Lead(DeskTrader trader) => trader.ConversationId is { } id
        ? new SeeOther($"{ConsolePaths.Chat}/{ConsoleFormat.Plain(id)}")
        : Show(new BeginModel("", Found: null, trader, "", new FormErrors()));

    private static ConsoleResult<BeginPage> Show(BeginModel model, int status = StatusCodes.Status200OK) => new("New conversation", model, status);

    private async Task<BrokerEntity?> FindBrokerAsync(StaffCaller caller, long conversationId, CancellationToken cancellationToken) =>
        await desk.FindAsync(caller.Scope, conversationId, cancellationToken) is { } conversation ? caller.FindBroker(conversation.BrokerId) : null;

    /// <summary>What was written, to go on with; a card number is not shown again.</summary>
    private static string DraftOf(IFormCollection form) => form[TextField].ToString() is var text && CardNumber.IsIn(text) ? "" : text;

    /// <summary>The message, or what is wrong with it, or neither when the form is none of ours.</summary>
    private static (DeskMessage? Message, string? Fault) Read(IFormCollection form, StaffCaller caller)
    {
        if (ConsoleForm.OnceKeyOf(form) is not { } key)
        {
            return (null, null);
        }

        var text = ChatText.Normalize(ConsoleForm.TextOf(form, TextField));
        return text.Length switch
        {
            0 => (null, "Write something."),
            > ChatText.MaximumLength => (null, TooLong),
            _ when CardNumber.IsIn(text) => (null, "This looks like a card number, which must never be written here. Nothing was saved."),
            _ => (new(caller.Member.Name, text, key), null),
        };
    }
}

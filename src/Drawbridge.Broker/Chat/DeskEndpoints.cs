using Drawbridge.Protocol.Money;
using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat.Files;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Chat;

/// <summary>The desk's side of the chat, in the management API.</summary>
internal sealed class DeskEndpoints(DeskStore store, DeskTraders traders, ChatFileStore files, BrokerDirectory directory)
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 200;

    private static readonly CrmError NoTrader = new(404, CrmErrorCode.UserNotFound, "The broker has no trader with this e-mail or account");

    private static readonly CrmError BadMessage = new(
        400, CrmErrorCode.InvalidRequest,
        "text takes at most 2000 characters, submissionKey 64 printable ones without blanks, sender 80; no control characters but line breaks of text");

    private static readonly CrmError NoConversation = new(404, CrmErrorCode.NotFound, "Your CRM has no such conversation");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/chat/conversations");
        group.MapGet("", (HttpContext context, DeskEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken)).WithName("ListConversations").Describe(DeskDescriptions.List);
        group.MapGet("/{id:long}/messages", (HttpContext context, long id, DeskEndpoints own, CancellationToken cancellationToken) => own.ReadAsync(context, id, cancellationToken)).WithName("ListMessages").Describe(DeskDescriptions.Messages);
        group.MapPost("/{id:long}/messages", (HttpContext context, long id, DeskEndpoints own, CancellationToken cancellationToken) => own.ReplyAsync(context, id, cancellationToken)).WithName("SendReply").Describe(DeskDescriptions.Reply);
        group.MapPost("", (HttpContext context, DeskEndpoints own, CancellationToken cancellationToken) => own.BeginAsync(context, cancellationToken)).WithName("BeginConversation").Describe(DeskDescriptions.Begin);
        group.MapPost("/{id:long}/read", (HttpContext context, long id, DeskEndpoints own, CancellationToken cancellationToken) => own.MarkReadAsync(context, id, cancellationToken)).WithName("MarkRead").Describe(DeskDescriptions.MarkRead);
        DeskFileEndpoints.Map(group);
    }

    /// <summary>Newest first; <c>brokerName</c>, <c>unread=true</c>, <c>limit</c>, and <c>cursor</c> of the answer before.</summary>
    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var scope = ScopeOf(context);
        BrokerEntity? broker = null;
        if (query["brokerName"].ToString() is { Length: > 0 } name && (broker = context.FindBroker(directory, name)) is null)
        {
            return CrmError.BrokerIdInvalid;
        }

        if (!TryReadLimit(query, out var limit))
        {
            return CrmError.InvalidParameter("limit");
        }

        if (!DeskCursor.TryParse(query["cursor"], out var before))
        {
            return CrmError.InvalidParameter("cursor");
        }

        var rows = await store.ListAsync(scope, broker?.Id, query["unread"] == "true", before, limit, cancellationToken);
        return CrmAnswer.Of(
            new ConversationList(
                [.. rows.Select(ConversationAnswer.From)],
                [.. (await store.CountUnreadAsync(scope, cancellationToken)).Select(static one => new UnreadAnswer(one.BrokerName, one.Conversations, one.Messages))],
                rows.Count == limit ? DeskCursor.After(rows[^1]) : null),
            ChatJson.Default.ConversationList);
    }

    /// <summary>Messages after number <c>after</c>, oldest first.</summary>
    private async Task<IResult> ReadAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        if (!TryReadLimit(query, out var limit))
        {
            return CrmError.InvalidParameter("limit");
        }

        var after = 0L;
        if (query["after"].ToString() is { Length: > 0 } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return CrmError.InvalidParameter("after");
        }

        if (await store.ListMessagesAsync(ScopeOf(context), id, after, limit, cancellationToken) is not { } messages)
        {
            return NoConversation;
        }

        var carried = await files.ListAsync(id, after + 1, cancellationToken);
        return CrmAnswer.Of(
            new MessageList([.. messages.Select(message => MessageAnswer.From(message, carried.GetValueOrDefault(message.Number)))]), ChatJson.Default.MessageList);
    }

    private async Task<IResult> ReplyAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, ChatRequestJson.Default.ReplyRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        var (message, fault) = Read(body!.Text, body.Sender, body.SubmissionKey);
        return message is null ? fault!
            : await store.AddAsync(ScopeOf(context), id, message, also: null, cancellationToken) is ChatSending.Sent sent
                ? TypedResults.Json(new ReplyAnswer(sent.Number), ChatJson.Default.ReplyAnswer, statusCode: StatusOf(sent))
                : NoConversation;
    }

    /// <summary>A message to a trader who need not have written before.</summary>
    private async Task<IResult> BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, ChatRequestJson.Default.BeginRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        if (string.IsNullOrEmpty(body!.BrokerName))
        {
            return CrmError.MissingParameter("brokerName");
        }

        if (context.FindBroker(directory, body.BrokerName) is not { } broker)
        {
            return CrmError.BrokerIdInvalid;
        }

        if (body.Email is null == body.Account is null)
        {
            return new CrmError(400, CrmErrorCode.InvalidRequest, "Send either email or account");
        }

        var (message, fault) = Read(body.Text, body.Sender, body.SubmissionKey);
        if (message is null)
        {
            return fault!;
        }

        var found = await traders.ListAsync(ScopeOf(context), broker.Id, body.Email, body.Account, cancellationToken);
        return found is [var trader] && await traders.WriteAsync(ScopeOf(context), trader.UserId, message, also: null, cancellationToken) is ChatSending.Sent sent
            ? TypedResults.Json(new BeginAnswer(sent.ConversationId, sent.Number), ChatJson.Default.BeginAnswer, statusCode: StatusOf(sent))
            : NoTrader;
    }

    private static BrokerScope ScopeOf(HttpContext context) => new(context.GetCallerCrmId());

    public static int StatusOf(ChatSending.Sent sent) => sent.Repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created;

    /// <summary>A message as a call says it, or what is wrong with it.</summary>
    public static (DeskMessage? Message, CrmError? Fault) Read(string? givenText, string? givenSender, string? key)
    {
        var text = ChatText.Normalize(givenText);
        if (text.Length == 0)
        {
            return (null, CrmError.MissingParameter("text"));
        }

        if (string.IsNullOrEmpty(key))
        {
            return (null, CrmError.MissingParameter("submissionKey"));
        }

        if (CardNumber.IsIn(text))
        {
            return (null, new CrmError(400, CrmErrorCode.InvalidRequest, "text looks as if it held a card number, which must never be sent; nothing was stored"));
        }

        var sender = ChatText.Normalize(givenSender);
        return ChatText.FindFault(text) is not null || !ChatText.IsDeskKey(key) || sender.Length > ChatText.MaximumSenderLength || sender.Any(char.IsControl)
            ? (null, BadMessage)
            : (new(sender.Length == 0 ? null : sender, text, key), null);
    }

    private async Task<IResult> MarkReadAsync(HttpContext context, long id, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, ChatRequestJson.Default.ReadRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        if (body!.UpTo is not { } upTo)
        {
            return CrmError.MissingParameter("upTo");
        }

        return await store.MarkReadAsync(ScopeOf(context), id, upTo, cancellationToken) is { } unread
            ? CrmAnswer.Of(new ReadAnswer(unread), ChatJson.Default.ReadAnswer)
            : NoConversation;
    }

    private static bool TryReadLimit(IQueryCollection query, out int limit)
    {
        limit = DefaultLimit;
        return query["limit"].ToString() is not { Length: > 0 } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaximumLimit);
    }
}

/// <summary>How the calls of the desk are described.</summary>
internal static class DeskDescriptions
{
    private static readonly ApiParameter Limit = new("limit", "How many at most: 50 unless said, 200 at most", "integer");

    public static ApiOperation List { get; } = new("Conversations, the newest first")
    {
        Parameters =
        [
            new("brokerName", "Only those of this broker"), new("unread", "true: only those with messages that the desk has not seen", "boolean"), Limit,
            new("cursor", "cursor of the answer before"),
        ],
        Answers = [new(200, "A page of them, and how much waits at each broker", ChatJson.Default.ConversationList)],
        Refusals = [400],
    };

    public static ApiOperation Messages { get; } = new("Messages of a conversation, oldest first")
    {
        Parameters = [new("after", "Only those behind this number", "integer"), Limit],
        Answers = [new(200, "The messages", ChatJson.Default.MessageList)],
        Refusals = [400, 404],
    };

    public static ApiOperation Reply { get; } = new("Writes in a conversation")
    {
        Body = new(ChatRequestJson.Default.ReplyRequest, "text", "submissionKey"),
        Answers = [new(201, "It is stored", ChatJson.Default.ReplyAnswer), new(200, "A reply with this submissionKey was stored before", ChatJson.Default.ReplyAnswer)],
        Refusals = [400, 404],
    };

    public static ApiOperation Begin { get; } = new("Writes to a trader, who need not have written before")
    {
        Description = "The trader is named by email or account. Goes on with the conversation that there is.",
        Body = new(ChatRequestJson.Default.BeginRequest, "brokerName", "text", "submissionKey"),
        Answers = [new(201, "It is stored", ChatJson.Default.BeginAnswer), new(200, "A message with this submissionKey was stored before", ChatJson.Default.BeginAnswer)],
        Refusals = [400, 404],
    };

    public static ApiOperation MarkRead { get; } = new("Says that the desk has seen the messages up to a number")
    {
        Body = new(ChatRequestJson.Default.ReadRequest, "upTo"),
        Answers = [new(200, "How many are unread", ChatJson.Default.ReadAnswer)],
        Refusals = [400, 404],
    };
}

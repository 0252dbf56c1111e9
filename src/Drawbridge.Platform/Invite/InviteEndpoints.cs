using System.Globalization;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Invite;

/// <summary>The pull endpoints of Invite, at the bare host (INV-30).</summary>
internal static class InviteEndpoints
{
    private const long InvitedUsersPerAnswer = 100;
    private const long UsersPerAnswer = 1000;
    private const long MostPerAnswer = 10_000;
    private const long LastMoment = 253402300799999;

    private static readonly PlatformFault NoNumber = PlatformFault.Invalid("invitedUserId must be a number.");

    public static void MapInvite(this IEndpointRouteBuilder calls)
    {
        calls.MapGet(PlatformPaths.InvitedUsers, ListAsync).WithCall("invite invitedUsers"); // INV-31
        calls.MapGet(PlatformPaths.Users, ListUsersAsync).WithCall("invite users"); // INV-33
    }

    /// <summary>This project's own interface, as for sessions.</summary>
    public static void MapInvitations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/app/api/invitations/{brokerName}/{invitedUserId}", GetAsync);
        app.MapPost("/app/api/invitations/{brokerName}/{invitedUserId}/resend", ResendAsync);
        app.MapGet("/app/api/sessions/{sessionId}/invite", ShowAsync);
    }

    /// <summary>The user's link as a picture.</summary>
    public static void MapInviteCode(this IEndpointRouteBuilder app) => app.MapGet("/app/api/sessions/{sessionId}/invite/code.svg", ShowCodeAsync);

    private static async Task<IResult> ListAsync(HttpContext http, InviteService invite) =>
        Read(http, InvitedUsersPerAnswer, out var query) is { } fault
            ? Answer.Refuse(fault)
            : Answer.Of(await invite.ListAsync(http.GetManager(), query, http.RequestAborted), 200, PlatformJson.Default.InvitedUsersResponse);

    private static async Task<IResult> ListUsersAsync(HttpContext http, InviteService invite) =>
        Read(http, UsersPerAnswer, out var query) is { } fault
            ? Answer.Refuse(fault)
            : Answer.Of(await invite.ListUsersAsync(http.GetManager(), query, http.RequestAborted), 200, PlatformJson.Default.PlatformUsersResponse);

    private static async Task<IResult> GetAsync(HttpContext http, string brokerName, string invitedUserId, InviteService invite) =>
        TryRead(invitedUserId, out var id)
            ? Answer.Of(await invite.GetAsync(brokerName, id, http.RequestAborted), 200, InvitationJson.Default.InvitationView)
            : Answer.Refuse(NoNumber);

    private static async Task<IResult> ResendAsync(HttpContext http, string brokerName, string invitedUserId, InviteService invite) =>
        TryRead(invitedUserId, out var id)
            ? Answer.Empty(await invite.ResendAsync(brokerName, id, http.RequestAborted), 204)
            : Answer.Refuse(NoNumber);

    private static async Task<IResult> ShowAsync(HttpContext http, string sessionId, PartnerService partners) =>
        Answer.Of(await partners.GetAsync(sessionId, AppOf(http), http.RequestAborted), 200, PartnerJson.Default.PartnerView);

    private static async Task<IResult> ShowCodeAsync(HttpContext http, string sessionId, PartnerService partners) =>
        await partners.GetLinkAsync(sessionId, AppOf(http), http.RequestAborted) switch
        {
            Outcome<string>.Done { Value: var link } => QrCode.Of(link),
            Outcome<string>.Refused { Fault: var fault } => Answer.Refuse(fault),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static Uri AppOf(HttpContext http) => new($"{http.Request.Scheme}://{http.Request.Host}/app/");

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>The parameters, or what is wrong with them (INV-35).</summary>
    private static PlatformFault? Read(HttpContext http, long defaultLimit, out PullQuery query)
    {
        var values = new QueryValues(http.Request.Query);
        var (from, limit, skip) = (values.Number("createdFrom") ?? 0, values.Number("limit") ?? defaultLimit, values.Number("skip") ?? 0);
        var isInside = from is >= 0 and <= LastMoment && limit is >= 1 and <= MostPerAnswer && skip >= 0;
        query = new(DateTimeOffset.FromUnixTimeMilliseconds(isInside ? from : 0), limit, skip);
        return values.Fault ?? (isInside ? null : PlatformFault.Invalid("createdFrom, limit (1 to 10,000) or skip is outside its range."));
    }
}

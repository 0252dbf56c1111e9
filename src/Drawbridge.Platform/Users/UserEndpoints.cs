using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Users;

/// <summary>
/// Calls 3.2, 3.10 to 3.13 and WebServices 5.1, below <c>/cid</c> (B2P-0-3). No call unlinks, reads or deletes a user (WS-88).
/// </summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder calls)
    {
        calls.MapPost(PlatformPaths.CreateUser, CreateAsync).WithCall("3.2"); // B2P-3.2-1
        calls.MapPost(PlatformPaths.CreateCtid, CreateCtidAsync).WithCall("WS 5.1"); // WS-80, WS-9
        calls.MapPut(PlatformPaths.ChangeEmail, ChangeEmailAsync).WithCall("3.10"); // B2P-3.10-1
        calls.MapGet(PlatformPaths.UserId, FindIdAsync).WithCall("3.11"); // B2P-3.11-1
        calls.MapPost(PlatformPaths.Logout, LogOutAsync).WithCall("3.12"); // B2P-3.12-1
        calls.MapPut(PlatformPaths.AcceptAgreement, AcceptAgreementAsync).WithCall("3.13"); // B2P-3.13-1
    }

    private static async Task<IResult> CreateAsync(HttpContext http, UserService users)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.CreateUserRequest);
        return body is Outcome<CreateUserRequest>.Done { Value: var request }
            ? Answer.Of(await users.CreateAsync(http.GetManager(), request, http.RequestAborted), 201, PlatformJson.Default.UserIdResponse) // B2P-3.2-8
            : Answer.Empty(body, 201);
    }

    private static async Task<IResult> CreateCtidAsync(HttpContext http, CtidService users)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.CreateCtidRequest);
        if (body is not Outcome<CreateCtidRequest>.Done { Value: var request })
        {
            return Answer.Empty(body, 201);
        }

        var created = await users.CreateAsync(http.GetManager(), request, http.RequestAborted);
        var status = created is Outcome<CtidEntity>.Done { Value.Email: null } ? 200 : 201; // WS-81
        return Answer.Of(created, status, PlatformJson.Default.CtidEntity);
    }

    private static async Task<IResult> ChangeEmailAsync(HttpContext http, UserService users)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.ChangeEmailRequest);
        return body is Outcome<ChangeEmailRequest>.Done { Value: var request }
            ? Answer.Empty(await users.ChangeEmailAsync(http.GetManager(), request, http.RequestAborted), 204) // B2P-3.10-3
            : Answer.Empty(body, 204);
    }

    private static async Task<IResult> FindIdAsync(HttpContext http, UserService users)
    {
        // B2P-3.11-2
        var query = new QueryValues(http.Request.Query);
        var (crm, email) = (query.RequiredText("brokerCrmName"), query.RequiredText("email"));
        if (query.Fault is { } fault)
        {
            return Answer.Refuse(fault);
        }

        var found = await users.FindIdAsync(http.GetManager(), crm, email, http.RequestAborted);
        return found is Outcome<UserIdResponse>.Done { Value.UserId: null }
            ? Answer.Empty(found, 200) // B2P-3.11-4
            : Answer.Of(found, 200, PlatformJson.Default.UserIdResponse); // B2P-3.11-3
    }

    private static Task<IResult> LogOutAsync(HttpContext http, UserService users) =>
        ForUserAsync(http, users.LogOutAsync); // B2P-3.12-2, B2P-3.12-3

    private static Task<IResult> AcceptAgreementAsync(HttpContext http, UserService users) =>
        ForUserAsync(http, users.AcceptAgreementAsync); // B2P-3.13-2, B2P-3.13-3

    /// <summary>A call about one user, all of it in the query, answered with 204.</summary>
    private static async Task<IResult> ForUserAsync(
        HttpContext http, Func<Manager, string, long, CancellationToken, Task<Outcome<Nothing>>> act)
    {
        var query = new QueryValues(http.Request.Query);
        var (crm, userId) = (query.RequiredText("brokerCrmName"), query.RequiredNumber("userId"));
        return query.Fault is { } fault
            ? Answer.Refuse(fault)
            : Answer.Empty(await act(http.GetManager(), crm, userId, http.RequestAborted), 204);
    }
}

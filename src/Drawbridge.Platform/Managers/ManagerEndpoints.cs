using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Managers;

internal static class ManagerEndpoints
{
    /// <summary>Call 3.1, the only one without a manager token (B2P-0-8, B2P-3.1-1, WS-30).</summary>
    public static void MapManagers(this IEndpointRouteBuilder open) =>
        open.MapPost(PlatformPaths.ManagerToken, IssueTokenAsync).WithCall("3.1");

    private static async Task<IResult> IssueTokenAsync(HttpContext http, ManagerService managers)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.ManagerTokenRequest);
        return body is Outcome<ManagerTokenRequest>.Done { Value: var request }
            ? Answer.Of(await IssueAsync(request, managers, http.RequestAborted), 200, PlatformJson.Default.ManagerTokenResponse) // B2P-3.1-5
            : Answer.Empty(body, 200);
    }

    private static async Task<Outcome<ManagerTokenResponse>> IssueAsync(
        ManagerTokenRequest request, ManagerService managers, CancellationToken cancellationToken)
    {
        // B2P-3.1-2, B2P-3.1-3
        if (request.Login is not { } login || string.IsNullOrEmpty(request.HashedPassword))
        {
            return PlatformFault.Missing(new[] { request.Login is null ? "login" : "", string.IsNullOrEmpty(request.HashedPassword) ? "hashedPassword" : "" }.Where(static key => key != ""));
        }

        if (!PasswordHashMd5.TryParse(request.HashedPassword, out var password))
        {
            return new PlatformFault(PlatformErrorCode.AuthenticationFailed, "The login or the password is wrong."); // B2P-3.1-8
        }

        var issued = await managers.IssueTokenAsync(login, password, cancellationToken);
        return issued switch
        {
            Outcome<ManagerToken>.Done { Value: var token } => new ManagerTokenResponse(token.Reveal()), // B2P-3.1-4
            Outcome<ManagerToken>.Refused { Fault: var fault } => fault,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Management;

/// <summary>What the broker's own CRM does for its users.</summary>
internal sealed class ManagementEndpoints(BrokerDirectory directory, OneTimeTokenService tokens, TokenUsers users, Database database)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<ManagementEndpoints>(routes.ServiceProvider);
        ManagementApi.MapGroup(routes)
            .MapPost("/onetime-tokens", (HttpContext context, CancellationToken cancellationToken) => endpoints.IssueOneTimeTokenAsync(context, cancellationToken))
            .WithName("IssueOneTimeToken")
            .Describe(new("Makes an OT token for a user whom the CRM has signed in")
            {
                Description = "Say either email, of a user who is on the platform already, or user: then the user is found by your own id, or created here and on the platform first.",
                Body = new(ManagementJson.Default.IssueOneTimeTokenRequest, "brokerName"),
                Answers = [new(StatusCodes.Status201Created, "The token; it works once and within a minute", ManagementJson.Default.IssueOneTimeTokenResponse)],
                Refusals = [400, 403, 404, 409, 503],
            });
    }

    /// <summary>The CRM signed one of its users in and asks for an OT token that carries them into the platform.</summary>
    private async Task<IResult> IssueOneTimeTokenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, ManagementJson.Default.IssueOneTimeTokenRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        if (string.IsNullOrEmpty(body!.BrokerName))
        {
            return CrmError.MissingParameter("brokerName");
        }

        if (string.IsNullOrEmpty(body.Email) == body.User is null)
        {
            return body.User is null ? CrmError.MissingParameter("email") : CrmError.MustBe("email", "left out where user is given, which has its own");
        }

        if (body.User is not null && TokenUsers.FaultOf(body.User) is { } fault)
        {
            return fault;
        }

        if (context.FindBroker(directory, body.BrokerName) is not { } broker)
        {
            return CrmError.BrokerIdInvalid;
        }

        context.SetBroker(broker);
        if (!broker.Settings.AnswersPlatform)
        {
            return CrmError.InsufficientPermissions;
        }

        var (known, refused) = body.User is { } user
            ? await users.PutAsync(broker, user, cancellationToken)
            : (await FindCtraderUserIdAsync(broker, body.Email!, cancellationToken), null);
        if (refused is not null)
        {
            return refused;
        }

        if (known is not { } ctraderUserId
            || await tokens.IssueAsync(broker, ctraderUserId, OneTimeTokenPurpose.Management, body.KeepLoggedIn ?? false, cancellationToken) is not { } issued)
        {
            return new CrmError(
                404, CrmErrorCode.UserNotFound, "The broker has no user with this e-mail who has been created on the platform and is not blocked");
        }

        return TypedResults.Json(
            new IssueOneTimeTokenResponse(issued.Token.Reveal(), issued.ExpiresAt),
            ManagementJson.Default.IssueOneTimeTokenResponse,
            statusCode: StatusCodes.Status201Created);
    }

    private Task<long?> FindCtraderUserIdAsync(BrokerEntity broker, string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<long?>(
                "select ctrader_user_id from users where broker_id = @brokerId and normalized_email = @normalized",
                new { brokerId = broker.Id, normalized = email.ToUpperInvariant() }),
            cancellationToken);
}

/// <summary>Body of <c>POST /api/v1/onetime-tokens</c>.</summary>
internal sealed class IssueOneTimeTokenRequest : CrmRequest
{
    /// <summary>E-mail of a user of the broker.</summary>
    public string? Email { get; init; }

    /// <summary>A user as the CRM describes it, in place of the e-mail.</summary>
    public TokenUser? User { get; init; }

    /// <summary>Whether the platform shall get a long-term token, too. Default false.</summary>
    public bool? KeepLoggedIn { get; init; }
}

/// <summary>Answer of <c>POST /api/v1/onetime-tokens</c>.</summary>
internal sealed record IssueOneTimeTokenResponse(string Token, DateTimeOffset ExpiresAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(IssueOneTimeTokenRequest))]
[JsonSerializable(typeof(IssueOneTimeTokenResponse))]
internal sealed partial class ManagementJson : JsonSerializerContext;

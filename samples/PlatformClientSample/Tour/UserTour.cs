using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace PlatformClientSample.Tour;

/// <summary>Users with single sign-on.</summary>
internal static class UserTour
{
    public static async Task<long> RunAsync(PlatformClient client, string email, TextWriter output, CancellationToken cancellationToken)
    {
        var userId = await CreateOnceAsync(client, email, cancellationToken) ?? throw new UnexpectedResultException("The user could not be created.");
        await output.WriteLineAsync($"User {userId} is there.");

        // snippet: user-changes
        await client.Users.AcceptAgreementAsync(userId, cancellationToken);
        await client.Users.ChangeEmailAsync(userId, $"new.{email}", cancellationToken);
        await client.Users.LogOutAsync(userId, cancellationToken);
        // end
        return userId;
    }

    // snippet: create-user
    /// <summary>The user, created or found; null when a person has to look.</summary>
    private static async Task<long?> CreateOnceAsync(PlatformClient client, string email, CancellationToken cancellationToken)
    {
        var user = new CreateUserRequest { Email = email, FirstName = "Pat", PreferredLanguage = "en" };
        switch (await client.Users.CreateAsync(user, cancellationToken))
        {
            case PlatformResult<long>.Answered created:
                return created.Value;

            // It happened earlier, or it may have happened just now: the platform knows.
            case PlatformResult<long>.Refused { ErrorCode: PlatformErrorCode.EmailAlreadyExists }:
            case PlatformResult<long>.Ambiguous:
                var found = await client.Users.FindByEmailAsync(email, cancellationToken);
                return found is PlatformResult<long?>.Answered { Value: { } userId } ? userId : null;

            // Nothing happened. A later attempt may succeed after NotSent; a refusal stays.
            default:
                return null;
        }
    }
    // end
}

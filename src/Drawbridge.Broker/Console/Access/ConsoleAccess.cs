using Microsoft.AspNetCore.Builder;

namespace Drawbridge.Broker.Console.Access;

/// <summary>Who may use an endpoint of the console. Each has one; an endpoint without fails closed.</summary>
/// <param name="Anonymous">True: also who is not signed in.</param>
/// <param name="Permission">What it takes besides being signed in.</param>
/// <param name="WithTemporaryPassword">True: also who has still to choose an own password.</param>
internal sealed record ConsoleAccess(bool Anonymous, ConsolePermission Permission, bool WithTemporaryPassword);

/// <summary>Says who may use an endpoint.</summary>
internal static class ConsoleAccessExtensions
{
    /// <summary>Anybody, signed in or not.</summary>
    public static TBuilder ForAnybody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ConsoleAccess(Anonymous: true, ConsolePermission.None, WithTemporaryPassword: true));

    /// <summary>Every member of staff.</summary>
    public static TBuilder ForStaff<TBuilder>(this TBuilder endpoint, bool withTemporaryPassword = false)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ConsoleAccess(Anonymous: false, ConsolePermission.None, withTemporaryPassword));

    /// <summary>Staff with a permission.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, ConsolePermission permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ConsoleAccess(Anonymous: false, permission, WithTemporaryPassword: false));
}

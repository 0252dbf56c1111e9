using Microsoft.AspNetCore.Http;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide;

/// <summary>Spoils what goes into the platform and what comes out of it, as the mutation says that a request names. In front of everything else.</summary>
internal static class Spoiler
{
    /// <summary>Names the mutation.</summary>
    public const string Header = "X-Mutation";

    private static readonly AsyncLocal<Mutation?> Current = new();
    private static readonly Dictionary<string, Mutation> Known = Mutations.AllMutations.All.ToDictionary(static one => one.Name, StringComparer.Ordinal);

    /// <summary>Of the request that is being answered, for what it causes on the way.</summary>
    public static Mutation? Now => Current.Value ?? Everywhere;

    /// <summary>For what nobody's request causes; null for nothing.</summary>
    public static Mutation? Everywhere { get; set; }

    public static async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (!Known.TryGetValue(http.Request.Headers[Header].ToString(), out var mutation))
        {
            await next(http);
            return;
        }

        Current.Value = mutation;
        if (mutation.Calls is not { } calls)
        {
            await next(http);
            return;
        }

        var call = await SpoiltCall.ReadAsync(http, next);
        await calls(call);
        await call.WriteAsync();
    }
}

/// <summary>A way in which a platform can break a rule.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Fails">Patterns of the cases that must notice.</param>
internal sealed record Mutation(string Name, params string[] Fails)
{
    /// <summary>Handles a call to the platform; null leaves them alone.</summary>
    public Func<SpoiltCall, Task>? Calls { get; init; }

    /// <summary>Handles a call of the platform to its CRM; null leaves them alone.</summary>
    public Func<HttpRequestMessage, Func<HttpRequestMessage, Task<HttpResponseMessage>>, Task<HttpResponseMessage>>? CrmCalls { get; init; }

    public override string ToString() => Name;
}

/// <summary>Calls of the platform to its CRM.</summary>
internal sealed class SpoiltCrmCalls : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Mutations.CrmMutations.RememberAsync(request);
        return Spoiler.Now?.CrmCalls is { } spoil
            ? await spoil(request, message => base.SendAsync(message, cancellationToken))
            : await base.SendAsync(request, cancellationToken);
    }
}

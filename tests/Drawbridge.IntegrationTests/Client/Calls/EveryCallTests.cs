using Drawbridge.Client.Platform.Wire;
using Drawbridge.Platform.Journal;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Client.Calls;

/// <summary>Each call of the client, once as it succeeds and once as it is refused, against the platform's side of this repository.</summary>
public sealed class EveryCallTests(CallsServer fixture) : IClassFixture<CallsServer>
{
    private static readonly Dictionary<string, CallCase> Cases = new(
        UserCases.All.Concat(TraderCases.All).Concat(MoneyCases.All).Concat(AttributeCases.All).Concat(OtherCases.All), StringComparer.Ordinal);

    public static TheoryData<string> Numbers => [.. PlatformCalls.All.Select(static call => call.Number)];

    [Theory, MemberData(nameof(Numbers))] // B2P-0-1, B2P-0-25
    public async Task A_call_succeeds(string number)
    {
        Cases.ShouldContainKey(number, "a call without a test");

        await Cases[number].SucceedsAsync(fixture);
    }

    [Theory, MemberData(nameof(Numbers))] // ERR-21..43
    public async Task A_call_is_refused(string number)
    {
        Cases.ShouldContainKey(number, "a call without a test");

        (await Cases[number].RefusedAsync(fixture)).ShouldBe(Cases[number].Code);
    }

    [Fact] // B2P-0-25: nothing that the platform offers is out of the client's reach
    public void Whatever_the_platform_serves_the_client_can_call()
    {
        var served = fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<CallName>() is not null)
            .SelectMany(static endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(
                method => $"{endpoint.Metadata.GetMetadata<CallName>()!.Value}: {method} {endpoint.RoutePattern.RawText}"));
        var called = PlatformCalls.All.Select(static call => $"{call.Number}: {call.Method} {call.Template}");

        served.ShouldBe([.. called, $"redeem: POST {PlatformPaths.BareRedeem}"], ignoreOrder: true); // DEC-6: the same at the bare host
    }

    [Fact]
    public async Task Without_the_right_password_nothing_is_sent()
    {
        var reason = await fixture.ClientOf(password: "wrong").Reference.ListSymbolsAsync(CancellationToken.None).RefusalAsync();

        reason.ShouldBe("no manager token: 401 AUTHENTICATION_FAILED");
    }
}

/// <summary>A call as it succeeds, and as it is refused.</summary>
/// <param name="SucceedsAsync">Makes it and looks at what came of it.</param>
/// <param name="RefusedAsync">Makes it wrong and gives the code, or the reason for not sending it.</param>
/// <param name="Code">The code.</param>
public sealed record CallCase(Func<CallsServer, Task> SucceedsAsync, Func<CallsServer, Task<string?>> RefusedAsync, string Code)
{
    /// <summary>A manager who may not see the brokers of the first CRM.</summary>
    public const long Stranger = 2321;

    public const string NoToken = "no manager token: 401 AUTHENTICATION_FAILED";

    public static readonly CancellationToken None = CancellationToken.None;

    public static KeyValuePair<string, CallCase> Of(string number, Func<CallsServer, Task> succeeds, Func<CallsServer, Task<string?>> refused, string code) =>
        new(number, new(succeeds, refused, code));
}

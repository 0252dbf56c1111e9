using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Handoff;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.Platform.Journal;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Our broker keeps every rule about screens that are opened with a token of the platform, and each case notices when one is broken.</summary>
[Collection(ConformanceHost.Target)]
public sealed class HandoffCaseTests : IAsyncLifetime
{
    private readonly BrokenRules _broken = new();
    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);
    private RunningUp _up = null!;
    private ConformancePlan _plan = null!;

    /// <summary>What is broken, and which cases say so.</summary>
    private IReadOnlyList<(string What, Func<HttpContext, RequestDelegate, Task> How, string[] Cases)> Mutations =>
    [
        ("screens ask for a password", Answers(static context => context.Response.StatusCode == 200, page => page + "<input type=\"password\">"), ["*-opens"]),
        ("used tokens open screens", Rewrites(context => TokenOf(context) is { } token and not HandoffCases.Unknown && !_used.TryAdd(token, true), 200), ["*-used-token"]),
        ("unknown tokens open screens", Rewrites(static context => TokenOf(context) == HandoffCases.Unknown, 200), ["*-unknown-token"]),
        ("screens open without a token", Rewrites(static context => TokenOf(context) is null && context.Response.StatusCode == 400, 200), ["*-without-token"]),
        ("a token is sent twice", async (context, rest) =>
        {
            var before = await LastAsync();
            await rest(context);
            if (TokenOf(context) is not null && await RedeemsSinceAsync(before) is [200])
            {
                await RedeemSomethingAsync();
            }
        }, ["*/one-redeem"]),
        ("an address without a token is sent", async (context, rest) =>
        {
            if (TokenOf(context) is null && context.Request.Path.StartsWithSegments("/inapp/deposit", StringComparison.Ordinal) && !context.Request.Headers.ContainsKey("Cookie"))
            {
                await RedeemSomethingAsync();
            }

            await rest(context);
        }, ["*/nothing-to-redeem"]),
        ("a refused manager token is not renewed", AfterRedeems(static statuses => statuses is [401, 200], 500), ["*/manager-token-renewed"]),
        ("a refused manager token is tried for ever", async (context, rest) =>
        {
            var before = await LastAsync();
            await rest(context);
            if (await RedeemsSinceAsync(before) is [401, 401])
            {
                await RedeemSomethingAsync();
            }
        }, ["*/manager-token-refused"]),
        ("missing rights are not minded", AfterRedeems(static statuses => statuses is [403], 200), ["*/rights-missing"]),
        ("accounts of others open", Rewrites(static context => context.Response.StatusCode == 403 && context.Request.Method == "GET", 200), ["*/foreign-account"]),
        ("of two accounts one is taken", (context, rest) =>
        {
            if (context.Request.Query.ContainsKey("account") && context.Request.Query.ContainsKey("acc"))
            {
                context.Request.QueryString = QueryString.Create(context.Request.Query.Where(static pair => pair.Key != "acc"));
            }

            return rest(context);
        }, ["*/account-conflict"]),
        ("the older name of the account is not known", Rewrites(static context => context.Request.Query.ContainsKey("acc") && !context.Request.Query.ContainsKey("account"), 400), ["*/acc"]),
        ("screens may be stored", (context, rest) =>
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.CacheControl = "private";
                return Task.CompletedTask;
            });
            return rest(context);
        }, ["*/not-stored"]),
        .. new[] { ("/oauth2/onetime/authorize", "4.2"), ("/oauth2/authorize", "4.3"), ("/oauth2/onetime/generate", "4.4") }.Select(static call =>
            ($"call {call.Item2} answers", (Func<HttpContext, RequestDelegate, Task>)((context, rest) =>
            {
                if (context.Request.Path != call.Item1)
                {
                    return rest(context);
                }

                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync("{\"userId\":1,\"token\":\"abcdefghijklmnopqrstuvwxyz\"}");
            }), new[] { $"*/no-call-{call.Item2}" })),
    ];

    [Fact] // FLOW-HANDOFF-4..10, MOD-21..23
    public async Task Our_broker_passes_and_each_broken_rule_is_told_by_its_own_cases()
    {
        var results = await RunAsync();
        results.Where(static result => result.Verdict != Verdict.Passed).Select(static result => $"{result.Case.Id}: {result.Verdict} {result.Reason} {result.Expected} / {result.Received}").ShouldBeEmpty();

        var killed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (what, how, cases) in Mutations)
        {
            _used.Clear();
            using (_broken.Break(how))
            {
                var failed = (await RunAsync()).Where(static result => result.Verdict != Verdict.Passed).Select(static result => result.Case.Id).ToList();
                failed.ShouldBe(
                    HandoffCases.All.Select(static one => one.Id).Where(id => cases.Any(pattern => CasePattern.Matches(pattern, id))), ignoreOrder: true, $"when {what}");
                killed.UnionWith(failed);
            }
        }

        killed.Count.ShouldBe(HandoffCases.All.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"kill rate: {killed.Count} of {HandoffCases.All.Count} (100 %)");
    }

    public async ValueTask InitializeAsync()
    {
        _up = await RunningUp.StartAsync(services => services.AddSingleton<IStartupFilter>(_broken));
        var foreign = await _up.NewHandoffTraderAsync(Person.New());
        _plan = new ConformancePlan
        {
            Name = "Drawbridge",
            Strict = true,
            Platform = new() { Url = new(_up.PlatformUrl), AuthorityFile = _up.AuthorityFile },
            Broker = new()
            {
                Url = new(_up.BrokerUrl),
                Names = new(DemoNames.FinancialHouseLight, DemoNames.FinancialHouseCrm),
                CrmPassword = _up.CrmPasswordOf(DemoNames.FinancialHouseCrm),
                AuthorityFile = _up.AuthorityFile,
                SuccessUrl = new($"{_up.PlatformUrl}/app/callback"),
                HandoffUser = new(_up.HandoffLogin, _up.Demo.Password, foreign),
                Offers = new HashSet<Capability>
                {
                    Capability.Handoff, Capability.Deposit, Capability.Withdrawal, Capability.Kyc, Capability.CustomAction, Capability.Chat, Capability.RequiredIdentification,
                },
            },
        };
    }

    public ValueTask DisposeAsync() => _up.DisposeAsync();

    private async Task<IReadOnlyList<CaseResult>> RunAsync()
    {
        using var http = new Drawbridge.Conformance.Http.TargetHttp([_up.AuthorityFile], _plan.Limits.Call, new(), TimeProvider.System);
        return await new Runner(new RunContext
        {
            Plan = _plan,
            Http = http,
            Time = TimeProvider.System,
            PassingTime = new RealTime(TimeProvider.System),
            Offered = PlanCapabilities.Of(_plan, hasBrowser: false),
        }).RunAsync(HandoffCases.All, TestContext.Current.CancellationToken);
    }

    private static string? TokenOf(HttpContext context) => context.Request.Query["token"].FirstOrDefault();

    /// <summary>Puts another page in place of answers.</summary>
    private static Func<HttpContext, RequestDelegate, Task> Rewrites(Func<HttpContext, bool> which, int status) => async (context, rest) =>
    {
        var (page, body) = await BufferAsync(context, rest);
        if (which(context))
        {
            context.Response.StatusCode = status;
            page = "<p>Something else</p>";
        }

        await WriteAsync(context, body, page);
    };

    private static Func<HttpContext, RequestDelegate, Task> Answers(Func<HttpContext, bool> which, Func<string, string> change) => async (context, rest) =>
    {
        var (page, body) = await BufferAsync(context, rest);
        await WriteAsync(context, body, which(context) ? change(page) : page);
    };

    /// <summary>Answers otherwise when the platform has seen these redeems meanwhile.</summary>
    private Func<HttpContext, RequestDelegate, Task> AfterRedeems(Func<IReadOnlyList<int>, bool> which, int status) => async (context, rest) =>
    {
        var before = await LastAsync();
        var (page, body) = await BufferAsync(context, rest);
        if (TokenOf(context) is not null && which(await RedeemsSinceAsync(before)))
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Remove("Location");
        }

        await WriteAsync(context, body, page);
    };

    private static async Task<(string Page, Stream Body)> BufferAsync(HttpContext context, RequestDelegate rest)
    {
        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        context.Request.Headers.AcceptEncoding = "identity";
        await rest(context);
        context.Response.Body = body;
        return (Encoding.UTF8.GetString(buffer.ToArray()), body);
    }

    private static Task WriteAsync(HttpContext context, Stream body, string page)
    {
        var bytes = Encoding.UTF8.GetBytes(page);
        context.Response.ContentLength = context.Response.StatusCode == 304 ? null : bytes.Length;
        return body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private async Task<long> LastAsync() => (await ReadJournalAsync("limit=1")).Select(static entry => entry.Id).DefaultIfEmpty(0).Max();

    private async Task<IReadOnlyList<int>> RedeemsSinceAsync(long id) =>
        [.. (await ReadJournalAsync($"after={id}&limit=100")).Where(static entry => entry.Call == "redeem").Select(static entry => entry.Status)];

    private async Task<IReadOnlyList<JournalEntry>> ReadJournalAsync(string query) =>
        (await _up.Http.GetFromJsonAsync($"{_up.PlatformUrl}/instrument/api/journal?{query}", JournalJson.Default.JournalPage))!.Entries;

    /// <summary>A redeem at the platform that the screen does not need.</summary>
    private async Task RedeemSomethingAsync()
    {
        using var body = JsonContent.Create(new { token = HandoffCases.Unknown });
        using var answer = await _up.Http.PostAsync($"{_up.PlatformUrl}{PlatformPaths.Redeem}?token=nobody", body);
    }
}

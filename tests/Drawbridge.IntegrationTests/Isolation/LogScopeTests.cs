using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Drawbridge.Broker.SignOut;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>Every log entry and metric of a request, and every log entry of a job, says whose affair it is, whichever part of the system writes it.</summary>
public sealed class LogScopeTests(IsolationHost host) : IClassFixture<IsolationHost>
{
    [Fact] // BID-9, P2B-0-16
    public async Task What_a_request_leaves_in_the_log_names_broker_and_CRM()
    {
        var tenants = await host.TenantsAsync();
        foreach (var tenant in new[] { tenants[2], tenants[3] })
        {
            using var browser = new Browser(host) { Host = tenant.Host };
            var form = await browser.GetAsync($"/client/login?{tenant.Crm.Names(tenant.Index)}");
            var before = host.Log.Lines.Count;
            (await browser.SubmitAsync(form, "submit", ("email", tenant.Trader.Email), ("password", People.Password))).ShouldLeadTo("/client");
            await browser.GetAsync("/client"); // found by its session

            var lines = host.Log.Lines.Skip(before).Where(static line => line.Contains(" Drawbridge.Broker.", StringComparison.Ordinal) && !line.Contains("JobId:", StringComparison.Ordinal)).ToList();
            lines.ShouldContain(static line => line.Contains("SignInService", StringComparison.Ordinal));
            lines.Count(static line => line.Contains("RequestGuard", StringComparison.Ordinal)).ShouldBe(2);
            lines.ShouldAllBe(line => line.Contains(ScopeOf(tenant), StringComparison.Ordinal));
        }
    }

    [Fact] // BID-9
    public async Task What_a_call_of_the_CRM_or_of_staff_leaves_in_the_log_names_the_CRM()
    {
        var tenant = (await host.TenantsAsync())[3];
        var caller = new Caller(host);
        var strangers = new Strangers(caller);
        foreach (var route in new[] { "GET /api/v1/traders/{id:long}", "GET /console/traders/{id:long}" })
        {
            var before = host.Log.Lines.Count;
            await (await strangers.OwnAsync(EndpointTable.All.Single(entry => entry.Route == route), tenant)).SendAsync(host);

            await host.UntilAsync(() => Task.FromResult(host.Log.Lines.Skip(before).Any(line =>
                line.Contains("RequestGuard", StringComparison.Ordinal) && line.EndsWith($"BrokerCrmName:{tenant.CrmName}", StringComparison.Ordinal))));
        }
    }

    [Fact] // BID-9
    public async Task What_a_job_leaves_in_the_log_names_broker_and_CRM()
    {
        var tenant = (await host.TenantsAsync())[1];
        await host.Services.GetRequiredService<JobQueue>().EnqueueAsync(PlatformLogoutHandler.Request(tenant.Broker, 1), TestContext.Current.CancellationToken);

        await host.UntilAsync(() => Task.FromResult(host.Log.Lines.Any(line =>
            line.Contains("Job", StringComparison.Ordinal) && line.Contains("Queue:platform-logout JobId:", StringComparison.Ordinal) && line.EndsWith(ScopeOf(tenant), StringComparison.Ordinal))));
    }

    [Fact] // BID-10
    public async Task What_a_request_is_measured_by_names_broker_and_CRM_that_there_are_and_no_other()
    {
        var measured = new ConcurrentQueue<Dictionary<string, object?>>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Microsoft.AspNetCore.Hosting", Name: "http.server.request.duration" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        } };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => measured.Enqueue(tags.ToArray().ToDictionary()));
        listener.Start();
        var tenants = await host.TenantsAsync();
        var (own, calling) = (tenants[2], tenants[3]);
        using var browser = new Browser(host) { Host = own.Host };
        var invented = $"stranger{Guid.NewGuid():N}";

        await browser.GetAsync($"/client/login?{own.Crm.Names(own.Index)}");
        await browser.GetAsync($"/auth/login?brokerName={invented}&brokerCrmName={invented}");
        await (await new Strangers(new Caller(host)).OwnAsync(EndpointTable.All.Single(static entry => entry.Route == "GET /api/v1/traders/{id:long}"), calling)).SendAsync(host);

        await host.UntilAsync(() => Task.FromResult(measured.Any(tags => IsOf(tags, "/client/login", own.Name, own.CrmName)) && measured.Any(tags => IsOf(tags, "/api/v1/traders/{id:long}", null, calling.CrmName))));
        measured.SelectMany(static tags => tags.Values).OfType<string>().ShouldAllBe(value => !value.Contains(invented, StringComparison.Ordinal));
    }

    private static bool IsOf(Dictionary<string, object?> tags, string route, string? broker, string crm) =>
        tags.GetValueOrDefault("http.route") as string == route && tags.GetValueOrDefault("drawbridge.broker_name") as string == broker && tags.GetValueOrDefault("drawbridge.broker_crm_name") as string == crm;

    private static string ScopeOf(Tenant tenant) => $"BrokerName:{tenant.Name} BrokerCrmName:{tenant.CrmName}";
}

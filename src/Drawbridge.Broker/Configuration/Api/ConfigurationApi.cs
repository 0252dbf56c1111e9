using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Modules;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Configuration.Api;

/// <summary>The configuration of the calling CRM and of its brokers, under <c>/api/v1/configuration</c>. No other CRM's is seen or changed (BID-44).</summary>
internal sealed class ConfigurationApi(StoredConfiguration stored, ConfigurationStore versions, BrokerDirectory directory)
{
    private const int UsualLimit = 50;
    private const int LargestLimit = 200;

    private static readonly CrmError NoVersion = new(404, CrmErrorCode.NotFound, "No version of that number changed anything of your CRM");

    private static readonly CrmError NoBroker = new(404, CrmErrorCode.NotFound, "Your CRM has no such broker");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<ConfigurationApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/configuration");
        group.MapGet("", (HttpContext context, CancellationToken cancellationToken) => own.GetAsync(context, cancellationToken)).WithName("GetConfiguration").Describe(ConfigurationDescriptions.Get);
        group.MapPut("", (HttpContext context, CancellationToken cancellationToken) => own.PutAsync(context, writes: true, cancellationToken)).WithName("PutConfiguration").Describe(ConfigurationDescriptions.Put);
        group.MapPost("/diff", (HttpContext context, CancellationToken cancellationToken) => own.PutAsync(context, writes: false, cancellationToken)).WithName("DiffConfiguration").Describe(ConfigurationDescriptions.Diff);
        group.MapGet("/brokers", (HttpContext context) => own.List(context)).WithName("ListBrokers").Describe(ConfigurationDescriptions.List);
        group.MapGet("/brokers/{brokerName}", (HttpContext context, string brokerName, CancellationToken cancellationToken) => own.GetBrokerAsync(context, brokerName, cancellationToken)).WithName("GetBroker").Describe(ConfigurationDescriptions.GetBroker);
        group.MapPut("/brokers/{brokerName}", (HttpContext context, string brokerName, CancellationToken cancellationToken) => own.PutBrokerAsync(context, brokerName, cancellationToken)).WithName("PutBroker").Describe(ConfigurationDescriptions.PutBroker);
        group.MapGet("/versions", (HttpContext context, CancellationToken cancellationToken) => own.ListVersionsAsync(context, cancellationToken)).WithName("ListConfigurationVersions").Describe(ConfigurationDescriptions.ListVersions);
        group.MapGet("/versions/{version:long}", (HttpContext context, long version, CancellationToken cancellationToken) => own.GetVersionAsync(context, version, cancellationToken)).WithName("GetConfigurationVersion").Describe(ConfigurationDescriptions.GetVersion);
        group.MapPost("/versions/{version:long}/apply", (HttpContext context, long version, CancellationToken cancellationToken) => own.RestoreAsync(context, version, cancellationToken)).WithName("RestoreConfigurationVersion").Describe(ConfigurationDescriptions.Restore);
    }

    private Crm CallerOf(HttpContext context) => directory.Current.FindCrm(context.GetCallerCrmId())!;

    private async Task<IResult> GetAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var crm = CallerOf(context);
        var version = await versions.FindVersionAsync(crm.Id, cancellationToken);
        var own = await stored.FindCrmAsync(crm.Name.Value, cancellationToken);
        var document = BrokerConfigurationReader.Write(own!);
        document.Remove("brokers");
        return CrmAnswer.Of(new CrmConfigurationAnswer(version, document, directory.Current.BrokersOf(crm).Count()), ConfigurationJson.Default.CrmConfigurationAnswer);
    }

    private IResult List(HttpContext context)
    {
        if (!TryReadLimit(context, out var limit))
        {
            return CrmError.MustBe("limit", $"1 to {LargestLimit}");
        }

        var (search, after) = (context.Request.Query["search"].ToString(), context.Request.Query["after"].ToString());
        var found = directory.Current.BrokersOf(CallerOf(context))
            .Where(broker => search.Length == 0 || broker.Name.Value.Contains(search, StringComparison.OrdinalIgnoreCase) || broker.Settings.DisplayName.Contains(search, StringComparison.OrdinalIgnoreCase))
            .Where(broker => after.Length == 0 || string.CompareOrdinal(broker.Name.Value, after) > 0)
            .OrderBy(static broker => broker.Name.Value, StringComparer.Ordinal).Take(limit + 1).ToList();
        return CrmAnswer.Of(
            new BrokerListAnswer([.. found.Take(limit).Select(Entry)], found.Count > limit ? found[limit - 1].Name.Value : null), ConfigurationJson.Default.BrokerListAnswer);
    }

    private static BrokerListEntry Entry(BrokerEntity broker) => new(
        broker.Name.Value, broker.Settings.DisplayName, broker.Settings.Parent?.Value, broker.Settings.Enabled, broker.Settings.Identity.ToString(),
        [.. OfferedModules.All.Where(module => broker.Settings.Offers(module)).Select(static module => module.ToString())]);

    private async Task<IResult> GetBrokerAsync(HttpContext context, string brokerName, CancellationToken cancellationToken)
    {
        if (context.FindBroker(directory, brokerName) is not { } broker)
        {
            return NoBroker;
        }

        var version = await versions.FindVersionAsync(broker.Crm.Id, cancellationToken);
        return await stored.FindBrokerAsync(broker.Crm.Name.Value, brokerName, cancellationToken) is var (_, own)
            ? CrmAnswer.Of(new BrokerAnswer(version, BrokerConfigurationReader.Write(own)), ConfigurationJson.Default.BrokerAnswer)
            : NoBroker;
    }

    private async Task<IResult> PutAsync(HttpContext context, bool writes, CancellationToken cancellationToken)
    {
        var caller = CallerOf(context);
        var (document, refusal) = await ConfigurationBody.ReadAsync(context, cancellationToken);
        if (document is null)
        {
            return refusal!;
        }

        if (!TryReadChange(context, out var baseVersion, out var remove))
        {
            return CrmError.MustBe("baseVersion", "a number, as GET tells it, and remove true or false");
        }

        var (crm, faults) = ConfigurationBody.ToCrm(document);
        if (crm is not null && crm.Name != caller.Name.Value)
        {
            return CrmError.BrokerIdMismatch; // BID-28: a key changes its own CRM only
        }

        return crm is null || faults.Count > 0
            ? ConfigurationResult.Refused(faults)
            : await RunAsync(new([crm], OriginOf(context, caller)) { BaseVersion = baseVersion, RemoveMissing = remove }, writes, cancellationToken);
    }

    private async Task<IResult> PutBrokerAsync(HttpContext context, string brokerName, CancellationToken cancellationToken)
    {
        var caller = CallerOf(context);
        var (document, refusal) = await ConfigurationBody.ReadAsync(context, cancellationToken);
        if (document is null)
        {
            return refusal!;
        }

        if (!TryReadChange(context, out var baseVersion, out _))
        {
            return CrmError.MustBe("baseVersion", "a number, as GET tells it");
        }

        var (broker, faults) = ConfigurationBody.ToBroker(document);
        if (broker is not null && broker.Name != brokerName)
        {
            return CrmError.MustBe("name", "the broker's name in the address");
        }

        if (broker is null || faults.Count > 0)
        {
            return ConfigurationResult.Refused(faults);
        }

        var crm = (await stored.FindCrmAsync(caller.Name.Value, cancellationToken))! with { Brokers = [broker] };
        return await RunAsync(new([crm], OriginOf(context, caller)) { BaseVersion = baseVersion, IsPart = true }, writes: context.Request.Query["dryRun"] != "true", cancellationToken);
    }

    private async Task<IResult> ListVersionsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!TryReadLimit(context, out var limit))
        {
            return CrmError.MustBe("limit", $"1 to {LargestLimit}");
        }

        var before = long.MaxValue;
        if (context.Request.Query["before"].ToString() is { Length: > 0 } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return CrmError.MustBe("before", "the number of a version");
        }

        var list = await stored.ListVersionsAsync(context.GetCallerCrmId(), before, limit + 1, cancellationToken);
        return CrmAnswer.Of(
            new VersionListAnswer([.. list.Take(limit).Select(VersionAnswer.From)], list.Count > limit ? list[limit - 1].Version : null), ConfigurationJson.Default.VersionListAnswer);
    }

    private async Task<IResult> GetVersionAsync(HttpContext context, long version, CancellationToken cancellationToken) =>
        await stored.FindVersionAsync(context.GetCallerCrmId(), version, cancellationToken) is var (made, changes)
            ? CrmAnswer.Of(VersionAnswer.From(made) with { Changes = [.. changes.Select(EntityChangeAnswer.From)] }, ConfigurationJson.Default.VersionAnswer)
            : NoVersion;

    private async Task<IResult> RestoreAsync(HttpContext context, long version, CancellationToken cancellationToken)
    {
        var caller = CallerOf(context);
        if (!TryReadChange(context, out var baseVersion, out var remove))
        {
            return CrmError.MustBe("baseVersion", "a number, as GET tells it, and remove true or false");
        }

        return await stored.ReadAsync(caller.Id, version, cancellationToken) is { } crms
            ? await RunAsync(
                new(crms, OriginOf(context, caller)) { BaseVersion = baseVersion, RemoveMissing = remove, Restores = version }, writes: context.Request.Query["dryRun"] != "true", cancellationToken)
            : NoVersion;
    }

    private async Task<IResult> RunAsync(ConfigurationRequest request, bool writes, CancellationToken cancellationToken) => ConfigurationResult.Of(
        writes ? await stored.ApplyAsync(request, cancellationToken) : await stored.PlanAsync(request, cancellationToken), BrokerConfigurationReader.Warn(request.Crms));

    private static ConfigurationOrigin OriginOf(HttpContext context, Crm caller) =>
        new(ConfigurationSource.Api, $"management key of {caller.Name.Value}", context.Connection.RemoteIpAddress?.ToString());

    private static bool TryReadChange(HttpContext context, out long? baseVersion, out bool remove)
    {
        var query = context.Request.Query;
        (baseVersion, remove) = (null, query["remove"] == "true");
        if (query["baseVersion"].ToString() is not { Length: > 0 } text)
        {
            return true;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        baseVersion = version;
        return isNumber;
    }

    private static bool TryReadLimit(HttpContext context, out int limit)
    {
        limit = UsualLimit;
        return context.Request.Query["limit"].ToString() is not { Length: > 0 } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= LargestLimit);
    }
}

using Drawbridge.Broker.Management.OpenApi;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Configuration.Api;

/// <summary>What the calls about the configuration take and answer.</summary>
internal static class ConfigurationDescriptions
{
    private const string Documents = "A document has the settings of docs/running.md, with names that begin in lower case. A secret is never told: it reads ${keep}, and sent so, the stored one stays.";

    private static readonly ApiParameter BaseVersion = new("baseVersion", "The version that the change was made for: 409 when one of its CRM came since. Left out, whatever is the newest", "integer");

    private static readonly ApiParameter Remove = new("remove", "true: brokers of the CRM that are not named are disabled. By default they stay as they are", "boolean");

    private static readonly ApiParameter DryRun = new("dryRun", "true: nothing is changed, and the answer says what would be", "boolean");

    private static readonly ApiParameter Limit = new("limit", "At most this many, 1 to 200; 50 by default", "integer");

    private static readonly ApiAnswer Changed = new(StatusCodes.Status200OK, "What changed, or would", ConfigurationJson.Default.ChangeAnswer);

    public static ApiOperation Get { get; } = new("Tells the settings of the CRM itself")
    {
        Description = Documents,
        Answers = [new(StatusCodes.Status200OK, "The CRM without its brokers", ConfigurationJson.Default.CrmConfigurationAnswer)],
    };

    public static ApiOperation Put { get; } = new("Makes the CRM and its brokers what the document says, all of it or nothing")
    {
        Description = $"The CRM with all its brokers, at most 4 MB. {Documents} In force on every node within two seconds.",
        Parameters = [BaseVersion, Remove],
        Body = new(ConfigurationJson.Default.JsonObject, "name", "password", "brokers"),
        Answers = [Changed],
        Refusals = [400, 403, 409, 413, 422],
    };

    public static ApiOperation Diff { get; } = new("Tells what the same document would change")
    {
        Parameters = [BaseVersion, Remove],
        Body = new(ConfigurationJson.Default.JsonObject, "name", "password", "brokers"),
        Answers = [Changed],
        Refusals = [400, 403, 409, 413, 422],
    };

    public static ApiOperation List { get; } = new("Lists the CRM's brokers and white labels by name")
    {
        Parameters = [new("search", "Only those whose name has this in it"), new("after", "Only those behind this name, which is next of the answer before"), Limit],
        Answers = [new(StatusCodes.Status200OK, "The brokers", ConfigurationJson.Default.BrokerListAnswer)],
        Refusals = [400],
    };

    public static ApiOperation GetBroker { get; } = new("Tells the settings of a broker")
    {
        Description = Documents,
        Answers = [new(StatusCodes.Status200OK, "The broker", ConfigurationJson.Default.BrokerAnswer)],
        Refusals = [404],
    };

    public static ApiOperation PutBroker { get; } = new("Makes a broker what the document says, or adds it")
    {
        Description = $"{Documents} Modules are switched in settings.modules.",
        Parameters = [BaseVersion, DryRun],
        Body = new(ConfigurationJson.Default.JsonObject, "name", "managerPassword", "settings"),
        Answers = [Changed],
        Refusals = [400, 409, 413, 422],
    };

    public static ApiOperation ListVersions { get; } = new("Lists versions that changed the CRM or its brokers, the latest first")
    {
        Parameters = [new("before", "Only versions before this one, which is next of the answer before", "integer"), Limit],
        Answers = [new(StatusCodes.Status200OK, "Who changed something, when, and from where", ConfigurationJson.Default.VersionListAnswer)],
        Refusals = [400],
    };

    public static ApiOperation GetVersion { get; } = new("Tells what a version changed")
    {
        Answers = [new(StatusCodes.Status200OK, "The version with each setting that it changed", ConfigurationJson.Default.VersionAnswer)],
        Refusals = [404],
    };

    public static ApiOperation Restore { get; } = new("Puts an older version of the CRM and its brokers back")
    {
        Description = "Secrets stay as they are now.",
        Parameters = [BaseVersion, Remove, DryRun],
        Answers = [Changed],
        Refusals = [400, 404, 409, 422],
    };
}

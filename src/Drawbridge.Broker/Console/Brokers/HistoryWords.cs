using Drawbridge.Broker.Configuration.Versions;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Who made a version. Of whoever runs the installation, neither user nor path is told.</summary>
internal static class HistoryWords
{
    public static string By(ConfigurationVersion version) => version.Origin.Source is ConfigurationSource.File or ConfigurationSource.Start ? "Operator" : version.Origin.Actor;

    public static string From(ConfigurationVersion version) => version.Origin.Source switch
    {
        ConfigurationSource.Start => "Start of the server",
        ConfigurationSource.File => "File",
        ConfigurationSource.Api => "Management API",
        _ => "Console",
    };
}

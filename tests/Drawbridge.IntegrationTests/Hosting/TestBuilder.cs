using Microsoft.AspNetCore.Builder;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>Builders for the web applications that tests start.</summary>
internal static class TestBuilder
{
    /// <summary>
    /// Makes a builder whose application does not watch its settings files. Every watch takes one of the inotify instances of
    /// the user, of which Linux grants 128 by default, and the tests start many more applications than that.
    /// </summary>
    /// <returns>The builder.</returns>
    public static WebApplicationBuilder Create() => WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
}

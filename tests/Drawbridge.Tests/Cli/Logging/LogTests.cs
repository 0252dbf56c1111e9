using Drawbridge.Cli.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Tests.Cli.Logging;

public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics")]
    [InlineData("Microsoft.AspNetCore.Http.Result.RedirectResult")]
    [InlineData("System.Net.Http.HttpClient.Default.LogicalHandler")]
    public void No_configuration_makes_the_framework_log_addresses(string category)
    {
        var lines = new List<string>();
        using var services = Services(lines, new Dictionary<string, string?>
        {
            ["LogLevel:Default"] = "Trace",
            [$"LogLevel:{category}"] = "Trace",
            ["Lines:LogLevel:Default"] = "Trace",
            [$"Lines:LogLevel:{category}"] = "Trace",
        });
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        logger.IsEnabled(LogLevel.Information).ShouldBeFalse();
        logger.IsEnabled(LogLevel.Warning).ShouldBeTrue();
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Drawbridge.Any").IsEnabled(LogLevel.Debug).ShouldBeTrue();
    }

    [Fact]
    public void What_was_sent_in_cannot_look_like_an_entry_of_its_own()
    {
        var lines = new List<string>();
        using var services = Services(lines, []);

#pragma warning disable CA1848, CA1873 // A test of the logger itself.
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Drawbridge.Any").LogInformation("asked for {What}", "x\n2026-01-01 info forged");
#pragma warning restore CA1848, CA1873

        lines.ShouldHaveSingleItem().Split('\n').Skip(1).ShouldAllBe(line => line.StartsWith("    ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_file_is_put_aside_at_the_next_start()
    {
        File.WriteAllBytes(_folder["log"], new byte[6 * 1024 * 1024]);
        await using (var log = LogFile.Open(_folder["log"]))
        {
            log.Write("first line");
        }

        (await File.ReadAllTextAsync(_folder["log"], TestContext.Current.CancellationToken)).ShouldBe("first line\n");
        new FileInfo(_folder["log.1"]).Length.ShouldBe(6 * 1024 * 1024);
    }

    private static ServiceProvider Services(List<string> lines, Dictionary<string, string?> configuration) => new ServiceCollection()
        .AddLogging(logging =>
        {
            logging.AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
            logging.AddProvider(new LineLoggerProvider("broker", TimeProvider.System, lines.Add));
            LogLevels.KeepTokensOut(logging);
        })
        .BuildServiceProvider();
}

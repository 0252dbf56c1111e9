using System.Net;
using System.Net.Mime;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Bench;

/// <summary>The broker's side in a process of its own, with an endpoint beside it that does nothing.</summary>
internal static class BenchServer
{
    public const string EmptyPath = "/bench/empty";

    public const string CertificateFile = "certificate.pfx";

    /// <summary>Where the key of the management API stands, if that and the console are used.</summary>
    public const string ManagementKeyFile = "management-key";

    private static readonly byte[] Nothing = """{"userId":1000000123}"""u8.ToArray();

    /// <summary>Serves until its input ends, so that it never outlives the program that started it.</summary>
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var folder = arguments.Get("--folder");
        await using var app = Build(DatabaseOptions.Parse(arguments.Get("--database")), folder);
        var migrator = new Migrator(app.Services.GetRequiredService<Database>());
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await migrator.MigrateAsync(set, CancellationToken.None);
        }

        await app.Services.StartDrawbridgeBrokerAsync([BenchBroker.ConfigurationOf(arguments.Number("--brokers", 1), FindManagementKey(folder))], CancellationToken.None);
        if (FindManagementKey(folder) is not null)
        {
            await AddStaffAsync(app.Services.GetRequiredService<Database>());
        }

        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await Console.Out.WriteLineAsync("ready " + address);
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private static string? FindManagementKey(string folder) => Path.Combine(folder, ManagementKeyFile) is var file && File.Exists(file) ? File.ReadAllText(file) : null;

    private static async Task AddStaffAsync(Database database)
    {
        if (await StaffProvisioning.HasStaffAsync(database, TimeProvider.System, BenchBroker.StaffEmail, CancellationToken.None))
        {
            return;
        }

        var fault = await StaffProvisioning.AddStaffAsync(
            database, TimeProvider.System,
            new() { BrokerCrmName = BenchBroker.CrmName, Email = BenchBroker.StaffEmail, Name = "Bench", Password = BenchBroker.StaffPassword }, CancellationToken.None);
        if (fault is not null)
        {
            throw new InvalidOperationException(fault);
        }
    }

    private static WebApplication Build(DatabaseOptions database, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(BenchCertificate.Read(Path.Combine(folder, CertificateFile)))));
        builder.Services.AddSingleton(services => Database.Open(database, TimeProvider.System, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));

        // All logins come from one address, and some of them shall fail.
        foreach (var limit in new[] { "PerAddress", "PerBroker" })
        {
            builder.Configuration["Drawbridge:Throttling:" + limit] = int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        builder.Services.AddDrawbridgeBroker(builder.Configuration);
        var app = builder.Build();
        app.UseDrawbridgeBroker();
        app.MapDrawbridgeBroker();
        app.MapPost(EmptyPath, AnswerNothingAsync);
        return app;
    }

    /// <summary>What a JSON endpoint costs that looks at nothing: the answer has the size of call 4.3's.</summary>
    private static async Task AnswerNothingAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.ContentLength = Nothing.Length;
        await context.Response.BodyWriter.WriteAsync(Nothing);
    }
}

using System.Net;
using Drawbridge.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Bench.Sandbox;

/// <summary>The platform's side in a process of its own.</summary>
internal static class SandboxServer
{
    public const long ManagerLogin = 1;

    public const string ManagerPassword = "a password for the length of a measurement";

    /// <summary>Serves until its input ends, so that it never outlives the program that started it.</summary>
    public static async Task<int> RunAsync(Arguments arguments)
    {
        await using var app = Build(arguments.Get("--database"), arguments.Get("--folder"));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await Console.Out.WriteLineAsync("ready " + address);
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private static WebApplication Build(string database, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(BenchCertificate.Read(Path.Combine(folder, BenchServer.CertificateFile)))));
        builder.Services.AddDrawbridgePlatform(options =>
        {
            options.Database = database;
            options.KeysDirectory = Path.Combine(folder, "keys");
            options.WritesPerHour = 0;
            options.Crms.Add(new CrmOptions { BrokerCrmName = SandboxData.CrmName, BaseUrl = "https://crm.example.test", Password = ManagerPassword });
            options.Brokers.Add(new BrokerOptions { BrokerName = SandboxData.BrokerName, BrokerCrmName = SandboxData.CrmName });
            options.Managers.Add(new ManagerOptions { Login = ManagerLogin, Password = ManagerPassword, SuperAdmin = true });
        });
        var app = builder.Build();
        app.MapDrawbridgePlatform();
        return app;
    }
}

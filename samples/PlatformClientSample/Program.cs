using Drawbridge.Client.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlatformClientSample;
using PlatformClientSample.Tour;

// Start ./drawbridge up first. The only argument is its folder.
if (UpFolder.Read(args is [var folder] ? folder : ".drawbridge") is not { } up)
{
    Console.Error.WriteLine("There is no up.env: start './drawbridge up', or name its folder: dotnet run --project samples/PlatformClientSample DIR");
    return 2;
}

// snippet: set-up
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddDrawbridgePlatformClient(options => options.AuthorityFile = up.AuthorityFile);

using var host = builder.Build();
var clients = host.Services.GetRequiredService<PlatformClients>();
var client = clients.For(new PlatformPeer(up.Endpoints, up.BrokerCrmName, up.BrokerName, "live", up.Manager));
// end

try
{
    await new TourGuide(client, Console.Out).RunAsync(CancellationToken.None);
    return 0;
}
catch (UnexpectedResultException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

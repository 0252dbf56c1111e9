using Drawbridge.Client.Platform;

namespace PlatformClientSample.Tour;

/// <summary>Shows every group of calls.</summary>
internal sealed class TourGuide(PlatformClient client, TextWriter output)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var email = $"tour.{Guid.NewGuid():N}@example.com";
        var userId = await UserTour.RunAsync(client, email, output, cancellationToken);
        var (login, account) = await TraderTour.RunAsync(client, userId, output, cancellationToken);
        await BalanceTour.RunAsync(client, login, output, cancellationToken);
        await PositionTour.RunAsync(client, login, output, cancellationToken);
        await AttributeTour.RunAsync(client, login, output, cancellationToken);
        await PartnerTour.RunAsync(client, userId, account, output, cancellationToken);
        await RibbonTour.RunAsync(client, userId, output, cancellationToken);
        await PlantTour.RunAsync(client, output, cancellationToken);
        await OtherUsersTour.RunAsync(client, output, cancellationToken);
        await output.WriteLineAsync("That was the tour.");
    }
}
